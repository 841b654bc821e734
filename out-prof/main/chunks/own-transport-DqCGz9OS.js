import { t as ContractError } from "./errors-FG7T4LxF.js";
import { n as toErrorShape } from "./error-shape-kzDl4G2k.js";
// electron/host/own-transport.ts
/** The contract of an engine in this process: no frames, but errors of the same shape as over every other road. */
function createTransport(engine, log) {
	return {
		async invoke(method, params) {
			try {
				return await engine.dispatch(method, params);
			} catch (thrown) {
				throw new ContractError(toErrorShape(thrown, log));
			}
		},
		subscribe: (listener) => engine.subscribe(listener)
	};
}
export { createTransport };

//# sourceMappingURL=own-transport-DqCGz9OS.js.map