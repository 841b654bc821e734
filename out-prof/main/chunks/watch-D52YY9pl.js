import { t as ContractError } from "./errors-FG7T4LxF.js";
import { t as connect } from "./connect-MK0C3fxv.js";
import { t as BrokenPipe } from "./output-C7NkidGD.js";
import { t as parseName } from "./reference-DU45jZdB.js";
import { r as newVersionText } from "./describe-version-D8aj7vuO.js";
import { c as versionDocument } from "./documents-CdGrCsf7.js";
import { r as printable } from "./text-width-jsS4ihnt.js";
import { o as localTime } from "./humane-DKTqbfEr.js";
import { setTimeout } from "node:timers/promises";
// electron/cli/watch-lines.ts
/** How an event is told; null for those that say only how far something is. */
function watchLine(event, colours) {
	const { kind } = event;
	switch (kind) {
		case "artifact.tracked": return ofArtifact(kind, event.artifact, `${event.artifact.name} is tracked`);
		case "artifact.untracked": return ofArtifact(kind, event.artifact, `${event.artifact.name} is no longer tracked`);
		case "artifact.changed": return ofArtifact(kind, event.artifact, stateSentence(event.artifact, colours));
		case "artifact.removed": return {
			document: {
				event: kind,
				artifact: event.artifact,
				version: null
			},
			sentence: `${event.artifact} was removed`
		};
		case "version.created":
		case "version.edited": return ofVersion(event, colours);
		case "restore.finished": return ofRestore(event);
		case "activity.finished": return event.outcome === "failed" ? ofFailure(event, colours) : null;
		case "home.pausedChanged": return {
			document: {
				event: kind,
				artifact: null,
				version: null,
				allPaused: event.allPaused
			},
			sentence: event.allPaused ? "everything is paused" : "nothing is paused any more"
		};
		case "operation.recorded":
		case "activity.started":
		case "activity.progressed": return null;
	}
}
/** The first line: what is told about from now on. */
function readyLine(artifacts, how) {
	const what = artifacts.length === 0 ? "nothing is tracked yet" : `watching ${artifacts.join(", ")}`;
	return {
		document: {
			event: "ready",
			artifact: null,
			version: null,
			artifacts,
			how
		},
		sentence: `${what}${how === "running-engine" ? " (through the engine that runs already)" : ""}; Ctrl-C ends`
	};
}
function ofArtifact(event, artifact, sentence) {
	const { name, state, stateMessage } = artifact;
	return {
		document: {
			event,
			artifact: name,
			version: null,
			state,
			stateMessage
		},
		sentence
	};
}
function ofVersion(event, colours) {
	const { kind, artifact, version } = event;
	const made = colours.green(newVersionText(artifact, version));
	return {
		document: {
			event: kind,
			artifact,
			version: versionDocument(artifact, version)
		},
		sentence: kind === "version.created" ? made : `${artifact}:${version.ref} was edited`
	};
}
function ofRestore({ kind, artifact, result }) {
	const { written, deleted, target, version } = result;
	return {
		document: {
			event: kind,
			artifact,
			version: version === null ? null : versionDocument(artifact, version),
			written,
			deleted,
			target
		},
		sentence: `${artifact} was restored into ${printable(target)}`
	};
}
function ofFailure({ activity, message }, colours) {
	const { artifact } = activity;
	return {
		document: {
			event: "activity.failed",
			artifact,
			version: null,
			message
		},
		sentence: colours.red(`${artifact ?? "the store"}: ${printable(message)}`)
	};
}
function stateSentence({ name, state, stateMessage }, colours) {
	const text = `${name} is ${state}${stateMessage === "" ? "" : `: ${printable(stateMessage)}`}`;
	return state === "problem" ? colours.red(text) : colours.dim(text);
}
// electron/cli/commands/watch.ts
/** ms */
var longestGoodbye = 300;
function defineWatch(program, run) {
	return program.command("watch").summary("watch the tracked folders and print what happens").description("Watches all tracked folders in the foreground and prints what happens, until Ctrl-C. While the app runs, it does the watching, and this prints its events. Other commands work beside it.").argument("[name...]", "print only what happens to these artifacts").addHelpText("after", "\nExample:\n  strata watch animals --json").action((names) => run((invocation) => watch(invocation, names.map(parseName))));
}
async function watch(invocation, names) {
	const { promise: interrupted, resolve: interrupt } = Promise.withResolvers();
	const stopHearing = invocation.onInterrupt(() => interrupt("interrupted"));
	try {
		const { home, log } = invocation;
		const connecting = connect({
			home,
			watch: true,
			serve: true,
			log
		});
		const connection = await Promise.race([connecting, interrupted]);
		if (connection === "interrupted") return await connecting.then((late) => late.close());
		try {
			await tellUntil(invocation, connection, names, interrupted);
		} finally {
			await connection.close();
		}
	} finally {
		stopHearing();
	}
}
async function tellUntil(invocation, connection, names, interrupted) {
	const { client } = connection;
	const { promise: broken, reject: breakOff } = Promise.withResolvers();
	broken.catch(() => void 0);
	let last = Promise.resolve();
	const tell = (line) => {
		last = last.then(() => write(invocation, line)).catch(breakOff);
	};
	const unsubscribe = client.subscribe((event) => {
		const line = watchLine(event, invocation.output.colours);
		if (line !== null && concerns(line, names)) tell(line);
	});
	try {
		tell(readyLine(await askFor(client, names), connection.how));
		const end = await Promise.race([
			interrupted,
			connection.ended.then(() => "ended"),
			broken
		]);
		unsubscribe();
		await Promise.race([last, setTimeout(longestGoodbye)]);
		if (end === "ended") throw gone();
	} catch (error) {
		if (!(error instanceof BrokenPipe)) throw error;
	} finally {
		unsubscribe();
	}
}
/** Names of what is told about; rejects when one of the asked is not there. */
async function askFor(client, names) {
	if (names.length > 0) {
		for (const artifact of names) await client.invoke("artifact.get", { artifact });
		return [...names];
	}
	const { artifacts } = await client.invoke("artifact.list", {});
	return artifacts.filter(({ state }) => state !== "untracked").map(({ name }) => name);
}
function concerns({ document: { artifact } }, names) {
	return names.length === 0 || artifact === null || names.includes(artifact);
}
async function write(invocation, { document, sentence }) {
	const { output, json } = invocation;
	const time = output.colours.dim(localTime(invocation.now()).slice(11, 19));
	await output.line(json ? JSON.stringify(document) : `${time}  ${sentence}`);
}
function gone() {
	return new ContractError({
		code: "engine.unreachable",
		message: "The engine whose events were printed ended; run the command again to watch from here."
	});
}
export { defineWatch };

//# sourceMappingURL=watch-D52YY9pl.js.map