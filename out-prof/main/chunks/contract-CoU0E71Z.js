import { a as int, d as record, f as string, i as discriminatedUnion, l as number, m as unknown, n as array, o as json, r as boolean, s as literal, t as _enum, u as object } from "./schemas-CvMvWYpU.js";
// shared/values.ts
/** Sizes are bytes, times are ms since 1970 (`…At`) or ms (`…Ms`), paths are as the system writes them. */
var versionSchema = object({
	index: int().nonnegative(),
	/** `v3` */
	ref: string(),
	digest: string(),
	files: int().nonnegative(),
	/** Size: all bytes of the version. */
	bytes: number().nonnegative(),
	/** Content bytes this version brought into the store. */
	addedBytes: number().nonnegative(),
	createdAt: number(),
	actor: string(),
	origin: _enum([
		"baseline",
		"save",
		"manual",
		"before-restore",
		"restore",
		"rescan"
	]),
	/** Index of the older version with equal content, or null. */
	identicalTo: int().nullable(),
	changes: object({
		added: int(),
		modified: int(),
		removed: int(),
		renamed: int()
	}),
	problems: array(object({
		path: string(),
		reason: string(),
		message: string()
	})),
	description: string(),
	metadata: record(string(), json()),
	tags: array(string()),
	aliases: array(string())
});
var artifactStateSchema = _enum([
	"starting",
	"watching",
	"settling",
	"snapshotting",
	"restoring",
	"paused",
	"problem",
	"unwatched",
	"untracked"
]);
var artifactSchema = object({
	name: string(),
	type: string(),
	mode: _enum(["copy", "reference"]),
	path: string().nullable(),
	quietWindowMs: number(),
	state: artifactStateSchema,
	/** One sentence about the state where there is something to say; empty otherwise. */
	stateMessage: string(),
	createdAt: number(),
	versions: int(),
	latest: versionSchema.nullable()
});
var entrySchema = object({
	path: string(),
	kind: _enum([
		"file",
		"link",
		"directory",
		"reference"
	]),
	size: number().nullable(),
	/** Digest of the content; null for links and directories. */
	digest: string().nullable(),
	/** Octal text such as `0644`; null where it has no meaning. */
	mode: string().nullable(),
	modifiedAt: number().nullable(),
	/** Text of a link, URI of a reference. */
	target: string().nullable()
});
/** One row of a folder of a version: an entry, or a folder with its totals. */
var folderRowSchema = discriminatedUnion("kind", [object({
	kind: literal("folder"),
	name: string(),
	files: int(),
	bytes: number()
}), object({
	kind: literal("entry"),
	name: string(),
	entry: entrySchema
})]);
var sizedPathSchema = object({
	path: string(),
	size: number()
});
var diffSchema = object({
	added: array(sizedPathSchema),
	removed: array(sizedPathSchema),
	/** `size` is the newer size. */
	modified: array(sizedPathSchema.extend({ sizeBefore: number() })),
	renamed: array(object({
		from: string(),
		to: string(),
		size: number()
	})),
	/** Whole counts, also when the lists were cut at the limit. */
	totals: object({
		added: int(),
		removed: int(),
		modified: int(),
		renamed: int()
	})
});
var historyChangeSchema = object({
	ref: string(),
	kind: _enum([
		"added",
		"modified",
		"removed"
	]),
	size: number().nullable(),
	createdAt: number()
});
var restoreItemSchema = object({
	path: string(),
	action: _enum([
		"create",
		"overwrite",
		"delete",
		"touch"
	]),
	kind: _enum([
		"file",
		"link",
		"directory",
		"reference"
	]),
	size: number()
});
var restorePlanSchema = object({
	target: string(),
	inPlace: boolean(),
	ref: string(),
	create: int(),
	overwrite: int(),
	delete: int(),
	/** Same bytes, other time or permission bits. */
	touch: int(),
	unchanged: int(),
	/** Bytes that will be written. */
	bytes: number(),
	freeBytes: number(),
	/** The first items, at most the asked limit. */
	items: array(restoreItemSchema)
});
var restoreResultSchema = object({
	written: int(),
	deleted: int(),
	unchanged: int(),
	bytes: number(),
	/** The version made just before, that takes the restore back (`v7`); null when the target is elsewhere. */
	safetyVersion: string().nullable(),
	/** The version that holds the restored state (often identical to an older one); null when nothing changed or elsewhere. */
	version: versionSchema.nullable(),
	target: string(),
	problems: array(object({
		path: string(),
		message: string()
	})),
	/** Id for operation.undo; null when there is nothing to take back. */
	operation: int().nullable()
});
var previewSchema = discriminatedUnion("kind", [
	object({
		kind: literal("text"),
		text: string(),
		size: number(),
		truncated: boolean()
	}),
	object({
		kind: literal("image"),
		mediaType: string(),
		base64: string(),
		size: number()
	}),
	object({
		kind: literal("binary"),
		size: number(),
		hex: string()
	}),
	object({
		kind: literal("none"),
		size: number().nullable(),
		reason: string()
	})
]);
var operationSchema = object({
	id: int(),
	at: number(),
	actor: string(),
	kind: string(),
	artifact: string().nullable(),
	arguments: record(string(), unknown()),
	undoable: boolean(),
	undone: boolean()
});
/** Something long that is under way. */
var activitySchema = object({
	id: string(),
	kind: _enum([
		"track",
		"snapshot",
		"restore",
		"verify",
		"rescan"
	]),
	artifact: string().nullable(),
	/** What it does now, for people: "Reading files". */
	phase: string(),
	files: number(),
	totalFiles: number().nullable(),
	bytes: number(),
	totalBytes: number().nullable(),
	/** Bytes per second over the last seconds. */
	bytesPerSecond: number(),
	remainingMs: number().nullable(),
	startedAt: number(),
	cancellable: boolean()
});
var usageSchema = object({
	versions: array(object({
		artifact: string(),
		ref: string(),
		size: number(),
		cost: number()
	})),
	totals: object({
		size: number(),
		cost: number()
	}),
	/** Bytes of all containers on disk. */
	storeBytes: number(),
	/** Bytes that wait in the undo window. */
	undoBytes: number()
});
var verifyReportSchema = object({
	ok: boolean(),
	versions: int(),
	nodes: int(),
	chunks: int(),
	bytes: number(),
	deep: boolean(),
	/** Empty when all is well. */
	findings: array(object({
		code: string(),
		message: string(),
		/** Versions and paths it touches, `name:v3` and path; bounded. */
		touches: array(object({
			version: string(),
			path: string().nullable()
		}))
	}))
});
// shared/contract.ts
/** Fields that name a version: the artifact and a REF (`latest`, an alias, or `v3`). */
var addressed = {
	artifact: string(),
	ref: string().default("latest")
};
var versionResult = object({ version: versionSchema });
var nothing = object({});
var restoreParams = object({
	...addressed,
	/** Files or folders of the version; all of it when missing. */
	paths: array(string()).optional(),
	/** Absolute folder; missing: in place. */
	target: string().optional(),
	/** With a target: also delete what the version does not have. In place always does. */
	deleteExtra: boolean().default(false)
});
/** Every method of the engine: name → parameters and result. */
var methods = {
	"home.status": {
		params: nothing,
		result: object({
			home: string(),
			strataVersion: string(),
			pid: int(),
			allPaused: boolean(),
			storeBytes: number(),
			residentBytes: number()
		})
	},
	"artifact.list": {
		params: nothing,
		result: object({ artifacts: array(artifactSchema) })
	},
	"artifact.get": {
		params: object({ artifact: string() }),
		result: object({ artifact: artifactSchema })
	},
	/** Looks at a folder before it is tracked; refuses with the reason tracking would give. */
	"artifact.inspect": {
		params: object({ path: string() }),
		result: object({
			path: string(),
			proposedName: string()
		})
	},
	/** Begins tracking and stores the baseline; answers when that is done. Progress comes as activity events. */
	"artifact.track": {
		params: object({
			path: string(),
			name: string().optional(),
			type: string().optional(),
			mode: _enum(["copy", "reference"]).default("copy"),
			quietWindowMs: number().min(0).max(36e5).optional()
		}),
		result: object({
			artifact: artifactSchema,
			version: versionSchema
		})
	},
	"artifact.untrack": {
		params: object({ artifact: string() }),
		result: object({ artifact: artifactSchema })
	},
	"artifact.configure": {
		params: object({
			artifact: string(),
			quietWindowMs: number().min(0).max(36e5)
		}),
		result: object({ artifact: artifactSchema })
	},
	"artifact.setPaused": {
		params: object({
			artifact: string(),
			paused: boolean()
		}),
		result: object({ artifact: artifactSchema })
	},
	"home.setAllPaused": {
		params: object({ paused: boolean() }),
		result: object({ allPaused: boolean() })
	},
	/** Rescans now. `created` is false when nothing changed; `version` is then the latest. */
	"artifact.snapshot": {
		params: object({
			artifact: string(),
			description: string().optional(),
			aliases: array(string()).optional()
		}),
		result: object({
			created: boolean(),
			version: versionSchema
		})
	},
	"version.list": {
		params: object({
			artifact: string(),
			/** Only versions with a smaller index. */
			before: int().optional(),
			limit: int().min(1).max(1e4).default(200)
		}),
		result: object({
			versions: array(versionSchema),
			total: int()
		})
	},
	"version.get": {
		params: object(addressed),
		result: versionResult
	},
	/** A page of entries in path order, optionally only those at or below a prefix. */
	"version.entries": {
		params: object({
			...addressed,
			prefix: string().default(""),
			after: string().optional(),
			limit: int().min(1).max(1e5).default(1e4)
		}),
		result: object({
			entries: array(entrySchema),
			next: string().nullable()
		})
	},
	/** The rows directly inside one folder: folders first, then entries, each by name. `total` counts all rows. */
	"version.folder": {
		params: object({
			...addressed,
			folder: string().default(""),
			offset: int().nonnegative().default(0),
			limit: int().min(1).max(2e5).default(1e4)
		}),
		result: object({
			rows: array(folderRowSchema),
			total: int(),
			files: int(),
			bytes: number()
		})
	},
	"version.diff": {
		params: object({
			artifact: string(),
			/** The older side. */
			from: string(),
			to: string(),
			/** Of another artifact; missing: the same. */
			toArtifact: string().optional(),
			limit: int().min(1).max(1e6).default(1e4)
		}),
		result: diffSchema
	},
	"version.history": {
		params: object({
			artifact: string(),
			path: string()
		}),
		result: object({ changes: array(historyChangeSchema) })
	},
	/** At most 256 KiB of text, 4 MiB of an image, 512 bytes of anything else. */
	"version.preview": {
		params: object({
			...addressed,
			path: string()
		}),
		result: previewSchema
	},
	"version.describe": {
		params: object({
			...addressed,
			description: string()
		}),
		result: versionResult
	},
	/** Sets the given keys; a key with null in `remove` goes away. */
	"version.setMetadata": {
		params: object({
			...addressed,
			set: record(string(), json()).default({}),
			remove: array(string()).default([])
		}),
		result: versionResult
	},
	"tag.add": {
		params: object({
			...addressed,
			tag: string()
		}),
		result: versionResult
	},
	"tag.remove": {
		params: object({
			...addressed,
			tag: string()
		}),
		result: versionResult
	},
	/** Points the alias at the version, moving it if it was elsewhere. */
	"alias.set": {
		params: object({
			...addressed,
			alias: string()
		}),
		result: object({
			version: versionSchema,
			movedFrom: string().nullable()
		})
	},
	"alias.remove": {
		params: object({
			artifact: string(),
			alias: string()
		}),
		result: versionResult
	},
	/** Gives an alias another name, on the version where it is. */
	"alias.rename": {
		params: object({
			artifact: string(),
			alias: string(),
			to: string()
		}),
		result: versionResult
	},
	"restore.plan": {
		params: restoreParams.extend({ limit: int().min(0).max(1e5).default(1e3) }),
		result: restorePlanSchema
	},
	"restore.apply": {
		params: restoreParams,
		result: restoreResultSchema
	},
	"store.usage": {
		params: object({ artifact: string().optional() }),
		result: usageSchema
	},
	"store.verify": {
		params: object({
			artifact: string().optional(),
			deep: boolean().default(false)
		}),
		result: verifyReportSchema
	},
	"operation.list": {
		params: object({
			artifact: string().optional(),
			before: int().optional(),
			limit: int().min(1).max(1e4).default(200)
		}),
		result: object({ operations: array(operationSchema) })
	},
	/** Takes one operation back: the given one, or the newest that can be. */
	"operation.undo": {
		params: object({ operation: int().optional() }),
		result: object({
			undone: operationSchema,
			restore: restoreResultSchema.nullable()
		})
	},
	"activity.list": {
		params: nothing,
		result: object({ activities: array(activitySchema) })
	},
	"activity.cancel": {
		params: object({ activity: string() }),
		result: object({ cancelled: boolean() })
	}
};
discriminatedUnion("kind", [
	object({
		kind: literal("artifact.tracked"),
		artifact: artifactSchema
	}),
	object({
		kind: literal("artifact.untracked"),
		artifact: artifactSchema
	}),
	object({
		kind: literal("artifact.changed"),
		artifact: artifactSchema
	}),
	object({
		kind: literal("artifact.removed"),
		artifact: string()
	}),
	object({
		kind: literal("version.created"),
		artifact: string(),
		version: versionSchema
	}),
	object({
		kind: literal("version.edited"),
		artifact: string(),
		version: versionSchema
	}),
	object({
		kind: literal("restore.finished"),
		artifact: string(),
		result: restoreResultSchema
	}),
	object({
		kind: literal("operation.recorded"),
		operation: operationSchema
	}),
	object({
		kind: literal("activity.started"),
		activity: activitySchema
	}),
	object({
		kind: literal("activity.progressed"),
		activity: activitySchema
	}),
	object({
		kind: literal("activity.finished"),
		activity: activitySchema,
		outcome: _enum([
			"done",
			"cancelled",
			"failed"
		]),
		/** One sentence, when it failed. */
		message: string()
	}),
	object({
		kind: literal("home.pausedChanged"),
		allPaused: boolean()
	})
]);
export { methods as t };

//# sourceMappingURL=contract-CoU0E71Z.js.map