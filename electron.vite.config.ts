import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { existsSync } from 'node:fs';
import path from 'node:path';

const here = (name: string) => path.join(import.meta.dirname, name);

/** Main runs in Electron's Node; engine, worker and command line run in any Node from 22 on. One target fits both. */
const NODE_TARGET = 'node20.18';
const WINDOW_TARGET = 'chrome130';

const programs = {
  index: here('electron/main/index.ts'),
  engine: here('electron/host/engine-process.ts'),
  worker: here('electron/adapters/worker.ts'),
  cli: here('electron/cli/main.ts'),
};

export default defineConfig({
  main: {
    build: {
      outDir: here('out/main'),
      target: NODE_TARGET,
      sourcemap: true,
      minify: false,
      // Everything is bundled, so that the command line starts fast, except what has a binary of its own.
      externalizeDeps: { exclude: [], include: ['better-sqlite3'] },
      rollupOptions: {
        input: Object.fromEntries(Object.entries(programs).filter(([, file]) => existsSync(file))),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: here('out/preload'),
      target: NODE_TARGET,
      sourcemap: false,
      rollupOptions: {
        input: { index: here('electron/preload/index.ts') },
        // A sandboxed preload is one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: here('renderer'),
    plugins: [react()],
    build: {
      outDir: here('out/renderer'),
      target: WINDOW_TARGET,
      sourcemap: false,
      minify: true,
      // One program in one window from the local disk: preloading hints gain nothing.
      modulePreload: false,
      chunkSizeWarningLimit: 4_000,
      rollupOptions: { input: here('renderer/index.html') },
    },
  },
});
