import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseEngineFrame } from '../../electron/host/engine-frames.ts';
import { fromEngineFrame } from '../../shared/frames.ts';

/** Values that are often right and often just beside it. */
const scrap = fc.oneof(
  fc.constantFrom('', 'x', 0, 7, 1.5, -1, 2 ** 60, true, false, null, undefined, [], {}, { kind: 'x' }, { kind: 1 }),
  fc.record(
    {
      code: fc.constantFrom('', 'internal', 1, null),
      message: fc.constantFrom('', 'No.', 2),
      data: fc.constantFrom({}, { a: 1 }, [], null, undefined, 'x'),
    },
    { requiredKeys: [] },
  ),
);
const frame = fc.record(
  {
    type: fc.constantFrom('response', 'event', 'ready', 'refused', 'request', 'shutdown', 1),
    id: fc.constantFrom(0, 1, -3, 1.5, '1', undefined),
    ok: fc.constantFrom(true, false, 'true', undefined),
    result: scrap,
    error: scrap,
    event: scrap,
    home: scrap,
  },
  { requiredKeys: ['type'] },
);

test('The quick check of frames accepts exactly what the contract accepts', () => {
  fc.assert(
    fc.property(fc.oneof({ weight: 20, arbitrary: frame }, scrap), (value) => {
      // As it arrives: through JSON.
      const raw: unknown = JSON.parse(JSON.stringify(value) ?? 'null');
      const contract = fromEngineFrame.safeParse(raw);
      expect(parseEngineFrame(raw)).toEqual(contract.success ? expect.anything() : null);
    }),
    { numRuns: 5_000 },
  );
});
