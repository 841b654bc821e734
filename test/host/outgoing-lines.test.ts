import { describe, expect, test } from 'vitest';
import { createOutgoingLines } from '../../electron/host/outgoing-lines.ts';
import { created, progressed, activity } from './samples.ts';

/** A reader that takes `room` lines and then none until told. */
function slowReader(room: number, mostWaiting = 1_000) {
  const taken: string[] = [];
  const reader = { taken, room, overflows: 0 };
  const lines = createOutgoingLines(
    {
      write(line) {
        taken.push(line);
        reader.room -= 1;
        return reader.room > 0;
      },
    },
    mostWaiting,
    () => (reader.overflows += 1),
  );
  return { reader, lines };
}

describe('What goes to a slow reader', () => {
  test('is held back until it reads again, in the same order', () => {
    const { reader, lines } = slowReader(1);
    lines.answer('1');
    lines.tell(created(), '2');
    lines.answer('3');
    expect(reader.taken).toEqual(['1']);
    reader.room = 5;
    lines.drained();
    expect(reader.taken).toEqual(['1', '2', '3']);
    expect(lines.waiting).toBe(0);
  });

  test('is of each activity only the newest progress', () => {
    const { reader, lines } = slowReader(1);
    lines.answer('1');
    lines.tell(progressed({ id: 'a' }), 'a 10 %');
    lines.tell(progressed({ id: 'b' }), 'b 50 %');
    lines.tell(created(), 'version');
    lines.tell(progressed({ id: 'a' }), 'a 20 %');
    reader.room = 10;
    lines.drained();
    expect(reader.taken).toEqual(['1', 'b 50 %', 'version', 'a 20 %']);
  });

  test('is no progress of what is already finished', () => {
    const { reader, lines } = slowReader(1);
    lines.answer('1');
    lines.tell(progressed(), '10 %');
    lines.tell({ kind: 'activity.finished', activity: activity(), outcome: 'done', message: '' }, 'finished');
    reader.room = 10;
    lines.drained();
    expect(reader.taken).toEqual(['1', 'finished']);
  });

  test('stops again where it stops reading again', () => {
    const { reader, lines } = slowReader(1);
    for (const line of ['1', '2', '3', '4']) lines.answer(line);
    reader.room = 2;
    lines.drained();
    expect(reader.taken).toEqual(['1', '2', '3']);
    expect(lines.blocked).toBe(true);
  });

  test('is given up when too much waits, but never for progress alone', () => {
    const { reader, lines } = slowReader(1, 20);
    lines.answer('1');
    for (let percent = 10; percent < 100; percent += 1) lines.tell(progressed(), `${percent} %`);
    expect(reader.overflows).toBe(0);
    for (let count = 0; count < 3; count += 1) lines.tell(created(), 'a version');
    expect(reader.overflows).toBeGreaterThan(0);
  });
});
