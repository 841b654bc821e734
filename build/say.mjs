// What the scripts tell people goes to stderr: stdout belongs to the program that they start.

/** @param {string} line */
export function say(line) {
  process.stderr.write(`strata: ${line}\n`);
}

/** Ends the script with one clear sentence instead of a stack. @param {unknown} error @returns {never} */
export function fail(error) {
  say(error instanceof Error ? error.message : String(error));
  if (process.env['STRATA_DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  process.exit(1);
}
