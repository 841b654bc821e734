// The folder of the project, whatever folder a script was called from.
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

/** @param {...string} parts */
export const inRoot = (...parts) => path.join(root, ...parts);
