import { expect, test, onTestFinished } from 'vitest';
import { systemRandom } from '../../../electron/adapters/random-node.ts';
import { createReferenceSource } from '../../../electron/adapters/reference-source-node.ts';
import { createHastyClock } from '../../fakes/clock-hasty.ts';
import { GcsServer } from '../../fakes/gcs-server.ts';
import type { GcsObjects } from '../../fakes/gcs-objects.ts';
import { createReferenceWorld } from './reference-world.ts';

const many = 10_000;

/** What happens to the objects of a bucket that keeps old generations, and what that must be called. */
const fates: readonly { readonly called: 'intact' | 'changed' | 'missing' | 'recoverable'; readonly happens: (objects: GcsObjects, name: string) => void }[] = [
  { called: 'intact', happens: () => undefined },
  { called: 'intact', happens: (objects, name) => void objects.describe(ask(), name, { contentType: 'text/plain' }, 'patch') },
  { called: 'intact', happens: (objects, name) => put(objects, name, `content of ${name}`) },
  { called: 'recoverable', happens: (objects, name) => put(objects, name, 'another content') },
  { called: 'recoverable', happens: (objects, name) => objects.delete(ask(), name) },
  { called: 'changed', happens: (objects, name) => forgetOld(objects, name, () => put(objects, name, 'another content')) },
  { called: 'changed', happens: (objects, name) => forgetOld(objects, name, () => put(objects, name, `CONTENT of ${name}`)) },
  { called: 'missing', happens: (objects, name) => forgetOld(objects, name, () => objects.delete(ask(), name)) },
];

const ask = (query: Record<string, string> = {}): URLSearchParams => new URLSearchParams(query);

function put(objects: GcsObjects, name: string, content: string): void {
  objects.put(ask(), name, Buffer.from(content), {});
}

function forgetOld(objects: GcsObjects, name: string, replace: () => void): void {
  const { generation } = objects.get(ask(), name);
  replace();
  objects.delete(ask({ generation: String(generation) }), name);
}

const nameOf = (i: number): string => `set/${String(i % 100)}/${String(i)}.txt`;
const fateOf = (i: number): (typeof fates)[number] => fates[i % fates.length] as (typeof fates)[number];

test(`${many} objects of a bucket of which we know what happened to them are all told for what they are`, { timeout: 120_000 }, async () => {
  const server = await GcsServer.start();
  onTestFinished(() => server.stop());
  const objects = server.createBucket('zoo', { versioning: true });
  for (let i = 0; i < many; i++) put(objects, nameOf(i), `content of ${nameOf(i)}`);
  const references = createReferenceSource({ clock: createHastyClock(), random: systemRandom, environment: { STORAGE_EMULATOR_HOST: server.endpoint } });
  const { client } = await createReferenceWorld({ references });
  await client.invoke('reference.add', { artifact: 'set', uri: 'gs://zoo/set' });
  for (let i = 0; i < many; i++) fateOf(i).happens(objects, nameOf(i));

  const { counts, unreachable, places: _, ref: __, ...lists } = await client.invoke('reference.check', { artifact: 'set', limit: many });
  const expected = (called: string): string[] => Array.from({ length: many }, (_nothing, i) => i).flatMap((i) => (fateOf(i).called === called ? [nameOf(i).slice('set/'.length)] : []));
  expect(counts).toEqual({ intact: expected('intact').length, changed: expected('changed').length, missing: expected('missing').length, recoverable: expected('recoverable').length, unchecked: 0, unreachable: 0 });
  expect(unreachable).toEqual([]);
  for (const called of ['changed', 'missing', 'recoverable'] as const) {
    expect(new Set(lists[called].map(({ path }) => path))).toEqual(new Set(expected(called)));
  }
});
