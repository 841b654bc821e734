import { describe, expect, test } from 'vitest';
import { Failure, failureCodes } from '../../electron/engine/model/failure.ts';
import { statusFor } from '../../electron/cli/exit-status.ts';
import { documents } from './document-schemas.ts';
import { listeningEngine } from './listening-engine.ts';
import { runCli, runJson } from './run-cli.ts';

describe('The exit status', () => {
  test.for([
    ['alias.invalid', 2],
    ['artifact.not-found', 3],
    ['artifact.name-taken', 4],
    ['store.damaged', 5],
    ['store.full', 1],
  ] as const)('of %s is %i, and its sentence and data are told', async ([code, status]) => {
    const { home } = await listeningEngine({
      'artifact.list': () => {
        throw new Failure(code, 'This is why\nand what to do.', { name: 'x' });
      },
    });
    const [plain, json] = await Promise.all([runCli(['ls'], { home }), runJson(['ls'], { home })]);
    expect(plain).toEqual({ status, stdout: '', stderr: 'strata: This is why\\nand what to do.\n' });
    expect(json.status).toBe(status);
    expect(documents.error.parse(json.document)).toEqual({
      error: { code, message: 'This is why\nand what to do.', data: { name: 'x' } },
    });
  });

  test('of every reason of the engine that says "not found" is 3, and of every "invalid" 2 or 1', () => {
    for (const code of failureCodes) {
      if (code.endsWith('.not-found')) expect([code, statusFor(code)]).toEqual([code, 3]);
      if (code.endsWith('invalid')) expect([1, 2]).toContain(statusFor(code));
    }
  });

  test('of a defect or an unknown code is 1', () => {
    expect(statusFor('internal')).toBe(1);
    expect(statusFor('some.new-code')).toBe(1);
    expect(statusFor('constructor')).toBe(1);
  });
});
