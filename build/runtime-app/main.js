// What Electron's own default app does for `electron [-r FILE]… PATH`, for a runtime that comes without one.
// A module with a top-level await: Electron holds back `ready` until the app's own main has run.
import { app } from 'electron';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

function readArguments(argv) {
  const preloads = [];
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index];
    if (argument === '-r' || argument === '--require') preloads.push(argv[(index += 1)]);
    else if (!argument.startsWith('-')) return { preloads, target: path.resolve(argument) };
  }
  return { preloads, target: undefined };
}

function adoptPackage(folder) {
  const description = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  app.setAppPath(folder);
  app.setName(description.productName ?? description.name);
  app.setVersion(description.version);
  return path.join(folder, description.main ?? 'index.js');
}

const { preloads, target } = readArguments(process.argv.slice(1));
const require = createRequire(import.meta.url);
for (const file of preloads) require(path.resolve(file));

if (target === undefined) {
  console.error('No app was named: electron PATH');
  app.exit(2);
} else {
  const main = statSync(target).isDirectory() ? adoptPackage(target) : target;
  await import(pathToFileURL(main).href);
}
