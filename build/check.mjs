// `npm run check`: type-checks every project. Each has its own globals, so a file may be checked by two of them.
import { outcomeOf } from './run-command.mjs';
import { inRoot, root } from './root.mjs';

export const PROJECTS = ['core', 'node', 'web', 'e2e'];

/** @param {string} project @returns {Promise<string>} what the compiler said; empty when all is well */
export async function checkProject(project) {
  const args = [inRoot('node_modules/typescript/bin/tsc'), '-p', `tsconfig.${project}.json`, '--pretty', 'false'];
  const { status, stdout, stderr } = await outcomeOf(process.execPath, args, { cwd: root });
  return status === 0 ? '' : `${stdout}${stderr}`.trim();
}

if (import.meta.filename === process.argv[1]) {
  for (const project of PROJECTS) {
    const said = await checkProject(project);
    if (said === '') continue;
    process.exitCode = 1;
    console.log(`${project}:\n${said}`);
  }
}
