import { t as ContractError } from "./errors-FG7T4LxF.js";
import { t as connect } from "./connect-MK0C3fxv.js";
// electron/cli/with-engine.ts
/** Asks the engine for something short. Ctrl-C gives up at once. */
function withEngine(invocation, work) {
	return converse(invocation, null, work);
}
/**
* Asks the engine for something that may take long: shows its progress on a terminal, answers other commands meanwhile, and on
* Ctrl-C cancels it and waits until it has come to rest. A second Ctrl-C does not wait.
*/
function withLongWork(invocation, long, work) {
	return converse(invocation, long, work);
}
async function converse(invocation, long, work) {
	const { promise: interrupted, reject: interrupt } = Promise.withResolvers();
	interrupted.catch(() => void 0);
	let times = 0;
	let cancelWork = null;
	const stopHearing = invocation.onInterrupt(() => {
		times += 1;
		if (times === 1 && cancelWork !== null) cancelWork();
		else interrupt(interruption());
	});
	try {
		const opening = open(invocation, long !== null);
		interrupted.catch(() => opening.then((late) => late.close()).catch(() => void 0));
		const connection = await Promise.race([opening, interrupted]);
		const follower = long === null ? null : follow(connection.client, long, invocation, interrupt);
		cancelWork = follower?.cancel ?? null;
		try {
			return await Promise.race([work(connection.client), interrupted]);
		} finally {
			follower?.stop();
			cancelWork = null;
			await connection.close(interrupted);
		}
	} finally {
		stopHearing();
	}
}
function open(invocation, serve) {
	return connect({
		home: invocation.home,
		serve,
		log: invocation.log,
		onLinger: () => invocation.output.note("Another command still uses this engine; waiting for it. Ctrl-C ends both.")
	});
}
function interruption() {
	return new ContractError({
		code: "operation.cancelled",
		message: "Interrupted."
	});
}
/** How long after Ctrl-C an activity may take to appear before the command is given up, ms. */
var appearance = 3e3;
/** Follows the activity of this command among all that the engine does. */
function follow(client, long, invocation, giveUp) {
	const since = invocation.now() - 1e3;
	let cancelling = false;
	let late;
	const isOurs = (activity) => long.kinds.includes(activity.kind) && activity.startedAt >= since && (long.artifact === void 0 || activity.artifact === null || activity.artifact === long.artifact);
	async function cancelOne(activity) {
		const { cancelled } = await client.invoke("activity.cancel", { activity: activity.id });
		if (cancelled) clearTimeout(late);
	}
	async function cancelAll() {
		const { activities } = await client.invoke("activity.list", {});
		await Promise.all(activities.filter(isOurs).map(cancelOne));
	}
	function hear(event) {
		if (event.kind !== "activity.started" && event.kind !== "activity.progressed") return;
		if (!isOurs(event.activity)) return;
		if (cancelling) cancelOne(event.activity).catch(giveUp);
		else invocation.progress.show(event.activity);
	}
	const unsubscribe = client.subscribe(hear);
	return {
		cancel() {
			cancelling = true;
			invocation.progress.clear();
			late = setTimeout(() => giveUp(interruption()), appearance);
			cancelAll().catch(giveUp);
		},
		stop() {
			unsubscribe();
			clearTimeout(late);
			invocation.progress.clear();
		}
	};
}
export { withLongWork as n, withEngine as t };

//# sourceMappingURL=with-engine-BGL7tztn.js.map