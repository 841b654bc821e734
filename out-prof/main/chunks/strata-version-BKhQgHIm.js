// electron/host/strata-version.ts
/** The version of Strata itself, as `strata --version` prints it. */
var strataVersion = {
	name: "strata",
	productName: "Strata",
	version: "0.1.0",
	description: "Drop a folder on Strata: every save becomes a version, and any version comes back.",
	license: "MIT",
	author: "Strata contributors",
	"private": true,
	type: "module",
	main: "out/main/index.js",
	engines: {
		"node": ">=20.18",
		"npm": ">=11"
	},
	allowScripts: {
		"node": true,
		"electron": true,
		"better-sqlite3": true,
		"fsevents": true,
		"electron-winstaller": false
	},
	scripts: {
		"start": "node build/start.mjs",
		"dev": "node build/dev.mjs",
		"test": "node build/test.mjs",
		"check": "node build/check.mjs",
		"lint": "node build/lint.mjs",
		"build": "node build/ensure-built.mjs --force",
		"strata": "node build/strata.mjs",
		"demo": "node build/demo.mjs",
		"bench": "node test/bench/run.mjs",
		"icons": "node build/draw-icons.mjs",
		"package": "node build/package.mjs"
	},
	dependencies: { "better-sqlite3": "13.2.0" },
	devDependencies: {
		"@electron/fuses": "2.1.3",
		"@mantine/core": "9.7.3",
		"@mantine/hooks": "9.7.3",
		"@mantine/modals": "9.7.3",
		"@mantine/notifications": "9.7.3",
		"@playwright/test": "1.65.1",
		"@tabler/icons-react": "3.51.0",
		"@tanstack/react-virtual": "3.14.26",
		"@types/better-sqlite3": "9.6.0",
		"@types/node": "24.19.2",
		"@types/react": "19.3.0",
		"@types/react-dom": "19.3.0",
		"@types/yauzl": "3.4.0",
		"@vitejs/plugin-react": "6.3.0",
		"commander": "15.1.0",
		"date-fns": "4.4.0",
		"electron": "45.4.1",
		"electron-builder": "26.17.0",
		"electron-vite": "6.0.0",
		"fast-check": "4.10.2",
		"ignore": "7.0.16",
		"node": "24.21.0",
		"oxlint": "1.89.0",
		"oxlint-tsgolint": "7.0.2004",
		"pino": "10.4.0",
		"pretty-bytes": "7.2.0",
		"react": "19.3.1",
		"react-dom": "19.3.1",
		"typescript": "7.0.2",
		"vite": "8.3.8",
		"vitest": "5.1.1",
		"yauzl": "3.4.0",
		"zod": "4.6.7",
		"zustand": "5.1.0"
	}
}.version;
export { strataVersion as t };

//# sourceMappingURL=strata-version-BKhQgHIm.js.map