import { t as ContractError } from "./errors-FG7T4LxF.js";
import { t as Failure } from "./failure-B7gN5Qpo.js";
// electron/host/error-shape.ts
/**
* How anything thrown travels to callers. A Failure and a ContractError keep their code, sentence and data; everything else
* is a defect: it is logged with its stack and travels as `internal`.
*/
function toErrorShape(thrown, log) {
	if (thrown instanceof Failure || thrown instanceof ContractError) return {
		code: thrown.code,
		message: thrown.message,
		data: { ...thrown.data }
	};
	const message = thrown instanceof Error ? thrown.message : String(thrown);
	log.error("something unexpected was thrown", { stack: stackOf(thrown) });
	return {
		code: "internal",
		message: `Something unexpected went wrong: ${message}`,
		data: {}
	};
}
/** The stack with its causes, or the value as text when it is no error. */
function stackOf(thrown) {
	if (!(thrown instanceof Error)) return String(thrown);
	const own = thrown.stack ?? `${thrown.name}: ${thrown.message}`;
	return thrown.cause === void 0 ? own : `${own}\ncaused by ${stackOf(thrown.cause)}`;
}
export { toErrorShape as n, stackOf as t };

//# sourceMappingURL=error-shape-kzDl4G2k.js.map