// `npm run lint`
import { spawnSync } from 'node:child_process';
import { inRoot, root } from './root.mjs';

const args = [inRoot('node_modules/oxlint/bin/oxlint'), '--type-aware', ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
