let electron = require("electron");
// electron/preload/index.ts
var listeners = /* @__PURE__ */ new Set();
electron.ipcRenderer.on("strata:event", (_, event) => {
	for (const listener of listeners) listener(event);
});
electron.contextBridge.exposeInMainWorld("strata", {
	invoke: (method, params) => electron.ipcRenderer.invoke("strata:invoke", method, params),
	subscribe: (listener) => {
		const own = (event) => listener(event);
		listeners.add(own);
		electron.ipcRenderer.send("strata:listening");
		return () => void listeners.delete(own);
	},
	pathForFile: (file) => electron.webUtils.getPathForFile(file)
});
