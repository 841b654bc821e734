import { app } from 'electron';
import path from 'node:path';

/** Where the built parts lie, seen from the app's folder or archive. */
export function findPlaces() {
  const root = app.getAppPath();
  return {
    root,
    // A test may run its own small engine in the real app, but nobody in what ships.
    engine: (!app.isPackaged && process.env['STRATA_ENGINE']) || path.join(root, 'out/main/engine.js'),
    preload: path.join(root, 'out/preload/index.cjs'),
    renderer: path.join(root, 'out/renderer'),
    icons: path.join(root, 'build/icons'),
  };
}

export type Places = ReturnType<typeof findPlaces>;
