// electron/engine/model/failure.ts
/**
* A refusal or failure that people can understand. `message` is one sentence that says what happened and what to do;
* `data` holds the values in it for scripts and views. Anything the engine does not recognise is never wrapped in one.
*/
var Failure = class extends Error {
	code;
	data;
	constructor(code, message, data = {}, cause) {
		super(message, cause === void 0 ? void 0 : { cause });
		this.name = "Failure";
		this.code = code;
		this.data = data;
	}
};
export { Failure as t };

//# sourceMappingURL=failure-B7gN5Qpo.js.map