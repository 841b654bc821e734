// shared/errors.ts
/** An error that came over the contract. */
var ContractError = class extends Error {
	code;
	data;
	constructor(shape) {
		super(shape.message);
		this.name = "ContractError";
		this.code = shape.code;
		this.data = shape.data ?? {};
	}
};
export { ContractError as t };

//# sourceMappingURL=errors-FG7T4LxF.js.map