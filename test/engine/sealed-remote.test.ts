import { describe, expect, it } from 'vitest';
import { formatKey } from '../../electron/engine/sync/bucket-keys.ts';
import { changeFormat, createFormat, readFormat } from '../../electron/engine/sync/bucket-format.ts';
import { changePassphrase } from '../../electron/engine/remotes/change-passphrase.ts';
import { accessOf } from '../../electron/engine/remotes/remote-access.ts';
import { unlockRemote } from '../../electron/engine/remotes/unlock-remote.ts';
import { clone } from '../../electron/engine/sync/clone.ts';
import { pull } from '../../electron/engine/sync/pull.ts';
import { push } from '../../electron/engine/sync/push.ts';
import { describe as describeVersion, editMetadata, setAlias } from '../../electron/engine/versions/edit-version.ts';
import { createBucketInMemory, type BucketInMemory } from '../fakes/bucket-memory.ts';
import { noise } from '../noise.ts';
import { work } from './memory-world.ts';
import { begin, contentOf, createClient, findings, follow, save, type Client } from './sync-world.ts';

const first = 'quiet river stone lamp';
const second = 'another river stone lamp';
const never = new AbortController().signal;
const wrong = { code: 'bucket.wrong-passphrase' };

/** An encrypted bucket, with its recovery code, and two people of whom Ada opened it. */
async function sealedTeam() {
  const bucket = createBucketInMemory();
  const ada = await createClient('ada', bucket);
  const bob = await createClient('bob', bucket);
  const { seal, recoveryCode } = await ada.core.seals.create('team1', first);
  await createFormat(bucket, { id: 'team1', seal }, never);
  await unlockRemote(ada.core, 'team', first);
  ada.world.tree.write(`${work}/holiday-in-lisbon.txt`, 'one text');
  ada.world.tree.write(`${work}/big`, big);
  await begin(ada);
  return { bucket, ada, bob, recoveryCode };
}

/** Does not compress. */
const big = Buffer.from(noise(270_000, 1)).toString('base64').slice(0, 270_000);
const wait = { proof: { kind: 'passphrase', passphrase: first }, next: second } as const;
const sizes = (bucket: BucketInMemory): string => [...bucket.contents].map(([key, { entry }]) => `${key} ${entry.generation}`).join('\n');

async function saved(client: Client, path: string, text: string): Promise<void> {
  client.world.tree.write(`${work}/${path}`, text);
  await save(client);
}

describe('an encrypted remote', () => {
  it('is locked until its passphrase is given, and a wrong one neither reads nor writes anything', async () => {
    const { bucket, ada, bob } = await sealedTeam();
    await push(ada.core, 'work');
    const before = sizes(bucket);
    await expect(clone(bob.core, bob.remote, 'work')).rejects.toMatchObject({ code: 'bucket.locked', data: { remote: 'team' } });
    await expect(unlockRemote(bob.core, 'team', second)).rejects.toMatchObject(wrong);
    await expect(clone(bob.core, bob.remote, 'work')).rejects.toMatchObject({ code: 'bucket.locked' });
    expect(sizes(bucket)).toBe(before);
    await unlockRemote(bob.core, 'team', first);
    expect((await clone(bob.core, bob.remote, 'work')).pulled.pulled).toEqual([0]);
    expect(await contentOf(bob, 'v0')).toEqual({ 'holiday-in-lisbon.txt': 'one text', big: big });
  });

  it('brings two people together, and sends nothing that the other has sent', async () => {
    const { bucket, ada, bob } = await sealedTeam();
    await push(ada.core, 'work');
    await unlockRemote(bob.core, 'team', first);
    await clone(bob.core, bob.remote, 'work');
    const known = new Set(bucket.contents.keys());
    const packs = (): number[] => [...bucket.contents.values()].flatMap(({ entry }) => (!known.has(entry.key) && entry.size > 100_000 ? [entry.size] : []));
    bob.world.tree.write(`${work}/big`, big);
    bob.world.tree.write(`${work}/holiday-in-lisbon.txt`, 'one text');
    bob.world.tree.write(`${work}/more.txt`, 'from bob');
    await follow(bob);
    await save(bob);
    expect(await push(bob.core, 'work')).toMatchObject({ pushed: [1] });
    // The big file is not sent again: only the new one, in packs of contents and of nodes.
    expect(packs()).toEqual([]);
    await saved(ada, 'more.txt', 'from ada');
    expect(await push(ada.core, 'work')).toMatchObject({ pulled: [1], pushed: [2] });
    expect(await pull(bob.core, 'work')).toMatchObject({ pulled: [2] });
    expect(await contentOf(bob, 'v2')).toMatchObject({ 'more.txt': 'from ada' });
    expect(await contentOf(ada, 'v1')).toMatchObject({ 'more.txt': 'from bob' });
    expect(await findings(bob)).toEqual([]);
  });

  it('is opened by the key store after a restart, and its key is in no other place', async () => {
    const { ada } = await sealedTeam();
    const { seal } = accessOf(ada.core.catalog, ada.remote);
    const kept = await ada.core.secrets.get(seal?.kept ?? '');
    expect(kept).toHaveLength(44);
    await ada.restart();
    expect(await push(ada.core, 'work')).toMatchObject({ pushed: [0] });
    const settings = JSON.stringify([accessOf(ada.core.catalog, ada.remote), ada.core.catalog.remotes(), ada.core.catalog.operations({ limit: 100 })]);
    for (const secret of [kept ?? '', first]) expect(settings).not.toContain(secret);
  });

  it('tells whoever gets all of it no name, no path, no text and no description', async () => {
    const { bucket, ada } = await sealedTeam();
    const secret = noise(3_000, 2).toString('base64');
    await saved(ada, 'secret.bin', secret);
    setAlias(ada.core, { artifact: 'work', reference: 'v0' }, 'best-of-june');
    describeVersion(ada.core, { artifact: 'work', reference: 'v0' }, 'The pictures of our holiday');
    editMetadata(ada.core, { artifact: 'work', reference: 'v0' }, { set: { 'camera-model': 'Leica Q3' }, remove: [] });
    await push(ada.core, 'work');
    const dump = [...bucket.contents].filter(([key]) => key !== formatKey);
    expect(dump.length).toBeGreaterThan(6);
    const everything = dump.map(([key, { bytes }]) => `${key}\n${Buffer.from(bytes).toString('latin1')}`).join('\n');
    const known = ['holiday-in-lisbon.txt', 'one text', 'secret.bin', 'best-of-june', 'The pictures of our holiday', 'camera-model', 'Leica Q3', 'ada@lab', 'artifact', 'versions', '"format"', secret];
    for (const text of known) for (let at = 0; at + 8 <= text.length; at++) expect(everything.includes(text.slice(at, at + 8)), text.slice(0, 40)).toBe(false);
    for (const [, { bytes }] of dump) expect(() => JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown).toThrow(SyntaxError);
  });

  it('that says all of a sudden that it is not encrypted is refused, and nothing is written there', async () => {
    const { bucket, ada } = await sealedTeam();
    await push(ada.core, 'work');
    await saved(ada, 'more.txt', 'for the team alone');
    const lying = bucket.contents.get(formatKey);
    if (lying === undefined) throw new Error('there is no format');
    const bytes = Buffer.from('{"format":1,"id":"team1","kind":"strata"}');
    bucket.contents.set(formatKey, { entry: { ...lying.entry, size: bytes.length }, bytes });
    const before = sizes(bucket);
    await expect(push(ada.core, 'work')).rejects.toMatchObject({ code: 'bucket.replaced' });
    bucket.contents.delete(formatKey);
    await expect(push(ada.core, 'work')).rejects.toMatchObject({ code: 'bucket.replaced' });
    expect(sizes(bucket)).toBe(before.split('\n').slice(1).join('\n'));
  });

  it('whose keys ask for more memory than they are worth is refused before they are made', async () => {
    const { bucket, bob } = await sealedTeam();
    for (const cost of [{ N: 2 ** 22 }, { N: 3 }, { N: 1 }, { N: 2 ** 40 }, { r: 1_000 }, { p: 1_000 }, { p: 0 }]) {
      await changeFormat(bucket, async ({ seal }) => ({ fields: { sealed: { ...seal, passphrase: { kdf: 'scrypt', ...seal?.passphrase, ...cost } } }, value: null }), never).catch(() => undefined);
      await expect(unlockRemote(bob.core, 'team', first), JSON.stringify(cost)).rejects.toMatchObject({ code: 'bucket.damaged' });
      await restoreFormat(bucket, bob);
    }
  });
});

/** Puts an encrypted format anew, whatever lies there. */
async function restoreFormat(bucket: BucketInMemory, { core }: Client): Promise<void> {
  bucket.contents.delete(formatKey);
  const { seal } = await core.seals.create('team1', first);
  await createFormat(bucket, { id: 'team1', seal }, never);
}

describe('the passphrase of an encrypted remote', () => {
  it('is changed for the whole team: the old one opens nothing, and whoever has the key goes on', async () => {
    const { bucket, ada, bob } = await sealedTeam();
    await push(ada.core, 'work');
    await unlockRemote(bob.core, 'team', first);
    expect((await changePassphrase(ada.core, 'team', { ...wait, renew: false })).recoveryCode).toBeNull();
    expect((await clone(bob.core, bob.remote, 'work')).pulled.pulled).toEqual([0]);
    await expect(unlockRemote(bob.core, 'team', first)).rejects.toMatchObject(wrong);
    const eve = await createClient('eve', bucket);
    await unlockRemote(eve.core, 'team', second);
    expect((await clone(eve.core, eve.remote, 'work')).pulled.pulled).toEqual([0]);
  });

  it('is changed with another key: a member who has but the old one is asked again, and then reads what is old and what is new', async () => {
    const { ada, bob } = await sealedTeam();
    await push(ada.core, 'work');
    await unlockRemote(bob.core, 'team', first);
    await clone(bob.core, bob.remote, 'work');
    const { recoveryCode } = await changePassphrase(ada.core, 'team', { ...wait, renew: true });
    expect(recoveryCode).toMatch(/^(\w{4}-){7}\w{4}$/);
    await saved(ada, 'new.txt', 'sealed by the new key');
    expect(await push(ada.core, 'work')).toMatchObject({ pushed: [1] });
    await expect(pull(bob.core, 'work')).rejects.toMatchObject({ code: 'bucket.locked' });
    await unlockRemote(bob.core, 'team', second);
    expect(await pull(bob.core, 'work')).toMatchObject({ pulled: [1] });
    expect(await contentOf(bob, 'v1')).toMatchObject({ 'new.txt': 'sealed by the new key', 'holiday-in-lisbon.txt': 'one text' });
  });

  it('is changed by nobody who does not know it, and what others say in the bucket stays', async () => {
    const { bucket, ada } = await sealedTeam();
    await changeFormat(bucket, async () => ({ fields: { era: 7 }, value: null }), never);
    const before = sizes(bucket);
    await expect(changePassphrase(ada.core, 'team', { proof: { kind: 'passphrase', passphrase: second }, next: second, renew: true })).rejects.toMatchObject(wrong);
    await expect(changePassphrase(ada.core, 'team', { ...wait, next: 'short', renew: false })).rejects.toMatchObject({ code: 'passphrase.too-short' });
    expect(sizes(bucket)).toBe(before);
    await changePassphrase(ada.core, 'team', { ...wait, renew: true });
    expect((await readFormat(bucket, never))?.fields).toMatchObject({ id: 'team1', era: 7, sealed: { generation: 2 } });
  });

  it('is set anew with the recovery code, which no other code can do', async () => {
    const { ada, bob, recoveryCode } = await sealedTeam();
    await push(ada.core, 'work');
    const by = (code: string) => ({ proof: { kind: 'recovery-code', code }, next: second, renew: false }) as const;
    await expect(changePassphrase(bob.core, 'team', by('4T7C-0WKR-9ZQM-H3VX-72NP-J5DA-GS8E-B1YF'))).rejects.toMatchObject(wrong);
    await changePassphrase(bob.core, 'team', by(recoveryCode));
    expect((await clone(bob.core, bob.remote, 'work')).pulled.pulled).toEqual([0]);
    await unlockRemote(ada.core, 'team', second);
  });

  it('of a bucket that somebody set back to older keys is refused', async () => {
    const { bucket, ada } = await sealedTeam();
    const old = bucket.contents.get(formatKey);
    if (old === undefined) throw new Error('there is no format');
    await changePassphrase(ada.core, 'team', { ...wait, renew: true });
    bucket.contents.set(formatKey, old);
    await expect(push(ada.core, 'work')).rejects.toMatchObject({ code: 'bucket.replaced' });
    await expect(unlockRemote(ada.core, 'team', first)).rejects.toMatchObject({ code: 'bucket.replaced' });
  });
});
