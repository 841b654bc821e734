// electron/cli/usage-error.ts
/** The command line itself is wrong. `message` says how in one sentence. */
var UsageError = class extends Error {
	code = "usage";
	constructor(message) {
		super(message);
		this.name = "UsageError";
	}
};
export { UsageError as t };

//# sourceMappingURL=usage-error-6z-wgqw-.js.map