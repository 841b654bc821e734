// electron/cli/documents.ts
/** The contract's values as they stand in JSON documents: the same fields, with times in ISO 8601. */
/** ms since 1970 as ISO 8601 in UTC; null for none and for times that no calendar has. */
function isoTime(ms) {
	if (ms === null) return null;
	const date = new Date(ms);
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
function versionDocument(artifact, version) {
	return {
		name: artifact,
		index: version.index,
		ref: version.ref,
		digest: version.digest,
		files: version.files,
		bytes: version.bytes,
		addedBytes: version.addedBytes,
		createdAt: isoTime(version.createdAt),
		aliases: version.aliases,
		tags: version.tags,
		description: version.description,
		metadata: version.metadata,
		origin: version.origin,
		actor: version.actor,
		identicalTo: version.identicalTo,
		changes: version.changes,
		problems: version.problems
	};
}
function artifactDocument(artifact) {
	return {
		name: artifact.name,
		type: artifact.type,
		path: artifact.path,
		mode: artifact.mode,
		quietWindowMs: artifact.quietWindowMs,
		state: artifact.state,
		stateMessage: artifact.stateMessage,
		createdAt: isoTime(artifact.createdAt),
		versions: artifact.versions,
		latest: artifact.latest === null ? null : versionDocument(artifact.name, artifact.latest)
	};
}
function entryDocument(entry) {
	const { path, kind, size, digest, mode, modifiedAt, target } = entry;
	return {
		path,
		kind,
		size,
		digest,
		mode,
		modifiedAt: isoTime(modifiedAt),
		target
	};
}
function diffDocument(diff) {
	return {
		added: diff.added,
		removed: diff.removed,
		modified: diff.modified,
		renamed: diff.renamed,
		totals: diff.totals
	};
}
function operationDocument(operation) {
	const { id, at, actor, kind, artifact, undoable, undone } = operation;
	return {
		id,
		at: isoTime(at),
		actor,
		kind,
		artifact,
		arguments: operation.arguments,
		undoable,
		undone
	};
}
function restoreDocument(artifact, result) {
	return {
		written: result.written,
		deleted: result.deleted,
		unchanged: result.unchanged,
		bytes: result.bytes,
		safetyVersion: result.safetyVersion,
		version: result.version === null ? null : versionDocument(artifact, result.version),
		target: result.target,
		problems: result.problems,
		operation: result.operation
	};
}
/** A plan has the fields that its restore will have, as far as they can be known before, and the plan itself. */
function planDocument(plan) {
	return {
		dryRun: true,
		written: plan.create + plan.overwrite,
		deleted: plan.delete,
		unchanged: plan.unchanged,
		bytes: plan.bytes,
		safetyVersion: null,
		target: plan.target,
		plan: {
			inPlace: plan.inPlace,
			ref: plan.ref,
			create: plan.create,
			overwrite: plan.overwrite,
			delete: plan.delete,
			touch: plan.touch,
			freeBytes: plan.freeBytes,
			items: plan.items
		}
	};
}
export { operationDocument as a, versionDocument as c, isoTime as i, diffDocument as n, planDocument as o, entryDocument as r, restoreDocument as s, artifactDocument as t };

//# sourceMappingURL=documents-CdGrCsf7.js.map