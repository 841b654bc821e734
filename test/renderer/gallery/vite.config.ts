import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** `npx vite build --config test/renderer/gallery/vite.config.ts`, or `npx vite --config …` to develop views. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: { outDir: path.join(tmpdir(), 'strata-gallery'), emptyOutDir: true, target: 'chrome130', minify: false, modulePreload: false },
});
