import { describe, expect, test } from 'vitest';
import { Failure } from '../../electron/engine/model/failure.ts';
import { toErrorShape } from '../../electron/host/error-shape.ts';
import { silentLog } from '../../electron/host/stderr-log.ts';
import { ContractError } from '../../shared/errors.ts';

function shapeAndLog(thrown: unknown): { shape: unknown; logged: unknown[] } {
  const logged: unknown[] = [];
  const shape = toErrorShape(thrown, { ...silentLog, error: (_message, data) => logged.push(data) });
  return { shape, logged };
}

describe('The shape of an error', () => {
  test('keeps code, sentence and data of a failure', () => {
    const { shape, logged } = shapeAndLog(new Failure('artifact.not-found', 'There is no "x".', { name: 'x' }));
    expect(shape).toEqual({ code: 'artifact.not-found', message: 'There is no "x".', data: { name: 'x' } });
    expect(logged).toEqual([]);
  });

  test('keeps an error that already came over the contract', () => {
    const { shape } = shapeAndLog(new ContractError({ code: 'request.invalid', message: 'No.' }));
    expect(shape).toEqual({ code: 'request.invalid', message: 'No.', data: {} });
  });

  test('of a defect says so and leaves the stacks, with their causes, in the log', () => {
    const { shape, logged } = shapeAndLog(new TypeError('x is undefined', { cause: new RangeError('too far') }));
    expect(shape).toEqual({
      code: 'internal',
      message: 'Something unexpected went wrong: x is undefined',
      data: {},
    });
    expect(JSON.stringify(logged)).toMatch(/TypeError: x is undefined.*caused by RangeError: too far/);
  });

  test('of something thrown that is no error is still a sentence', () => {
    expect(shapeAndLog('oh').shape).toMatchObject({ code: 'internal', message: 'Something unexpected went wrong: oh' });
  });
});
