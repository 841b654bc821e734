import { expect, it } from 'vitest';
import { createSharing } from '../../electron/engine/sharing.ts';

/** A promise that the test ends. */
function gate(): { readonly promise: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open: () => open() };
}
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

it('lets users go on side by side, and keeps who takes away waiting for all of them', async () => {
  const sharing = createSharing();
  const told: string[] = [];
  const [first, second] = [gate(), gate()];
  const uses = [first, second].map(({ promise }, i) => sharing.use(() => (told.push(`use ${i}`), promise)));
  const taking = sharing.takeAway(async () => void told.push('take away'));
  const late = sharing.use(async () => void told.push('late use'));
  await turn();
  expect(told).toEqual(['use 0', 'use 1']);
  first.open();
  await turn();
  expect(told).toEqual(['use 0', 'use 1']);
  second.open();
  await Promise.all([...uses, taking, late]);
  expect(told).toEqual(['use 0', 'use 1', 'take away', 'late use']);
});

it('goes on after a use or a taking away that failed', async () => {
  const sharing = createSharing();
  await expect(sharing.use(() => Promise.reject(new Error('broke')))).rejects.toThrow('broke');
  await expect(sharing.takeAway(() => Promise.reject(new Error('broke too')))).rejects.toThrow('broke too');
  expect(await sharing.takeAway(async () => 'taken')).toBe('taken');
  expect(await sharing.use(async () => 'used')).toBe('used');
});
