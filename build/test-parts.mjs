// The parts of `npm test`. Each streams what its tool says and answers how many tests passed and failed.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { checkProject, PROJECTS } from './check.mjs';
import { ensureBuilt } from './ensure-built.mjs';
import { inRoot, root } from './root.mjs';
import { outcomeOf } from './run-command.mjs';

/** @typedef {{ passed: number, failed: number }} Count */
/** @typedef {(filters: string[]) => Promise<Count>} Part */

/** @param {boolean} isGood @returns {Count} */
const one = (isGood) => (isGood ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/** @param {Count} a @param {Count} b @returns {Count} */
export const add = (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed });

/** @type {Part} */
async function check() {
  let count = { passed: 0, failed: 0 };
  for (const project of PROJECTS) {
    const said = await checkProject(project);
    console.log(said === '' ? `✓ types of ${project}` : `✗ types of ${project}\n${said}`);
    count = add(count, one(said === ''));
  }
  return count;
}

/** @type {Part} */
async function lint() {
  const { status } = await outcomeOf(process.execPath, [inRoot('build/lint.mjs'), '--quiet'], { live: true });
  return one(status === 0);
}

/**
 * Runs a test runner that writes its figures as JSON. One that fails without a failed test has itself failed.
 * @param {string[]} args @param {string} report @param {(report: any) => Count} read
 * @param {Record<string, string>} [env]
 */
async function runner(args, report, read, env = {}) {
  mkdirSync(inRoot('out/reports'), { recursive: true });
  rmSync(report, { force: true });
  const options = { live: true, cwd: root, env: { ...process.env, ...env } };
  const { status } = await outcomeOf(process.execPath, args, options);
  try {
    const count = read(JSON.parse(readFileSync(report, 'utf8')));
    return status !== 0 && count.failed === 0 ? add(count, one(false)) : count;
  } catch {
    console.error(`✗ ${args[0]} ended with status ${status} and left no report`);
    return one(false);
  }
}

/** @type {Part} */
function unit(filters) {
  const report = inRoot('out/reports/vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = [inRoot('node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...filters];
  return runner(args, report, ({ numPassedTests, numFailedTests, testResults }) => {
    // A file that could not even be loaded has no tests in it to fail.
    const broken = testResults.filter(
      (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
    );
    return { passed: numPassedTests, failed: numFailedTests + broken.length };
  });
}

/** @type {Part} */
async function build() {
  await ensureBuilt();
  return one(true);
}

/** @type {Part} */
function e2e(filters) {
  const report = inRoot('out/reports/playwright.json');
  const args = [inRoot('node_modules/@playwright/test/cli.js'), 'test', '--reporter=list,json', ...filters];
  return runner(
    args,
    report,
    ({ stats, errors }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected + (stats.unexpected === 0 ? errors.length : 0),
    }),
    { PLAYWRIGHT_JSON_OUTPUT_NAME: report, PLAYWRIGHT_FORCE_TTY: '0' },
  );
}

/** In the order in which they run: what is quick to tell comes first. @type {Record<string, Part>} */
export const parts = { check, lint, unit, build, e2e };
