// `npm test [-- PART… [FILTER…]]`: type check, lint, tests in Node, build, tests in the real app.
// The last line is `N passed, N failed`, over all of them.
import './modern-node.mjs';
import { add, parts } from './test-parts.mjs';

function readArguments() {
  const args = process.argv.slice(2);
  const chosen = args.filter((argument) => argument in parts);
  const names = Object.keys(parts).filter((name) => chosen.length === 0 || chosen.includes(name));
  return { names, filters: args.filter((argument) => !(argument in parts)) };
}

const { names, filters } = readArguments();
let total = { passed: 0, failed: 0 };
for (const name of names) {
  const began = Date.now();
  console.log(`\n── ${name}`);
  const count = await /** @type {import('./test-parts.mjs').Part} */ (parts[name])(filters).catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  });
  console.log(`── ${name}: ${count.passed} passed, ${count.failed} failed in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  total = add(total, count);
}
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
console.log(`\n${total.passed} passed, ${total.failed} failed`);
