// shared/client.ts
/** A typed client over a transport. Results come from our own engine and are trusted to have the contract's shape. */
function createClient(transport) {
	return {
		invoke: (method, params) => transport.invoke(method, params),
		subscribe: (listener) => transport.subscribe(listener)
	};
}
export { createClient as t };

//# sourceMappingURL=client-DCDCMHXW.js.map