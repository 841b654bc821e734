import fc from 'fast-check';
import { chmodSync, lutimesSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openGround } from '../engine/ground.ts';
import { facts } from '../engine/tree.ts';

type Node =
  | { kind: 'file'; bytes: Uint8Array; mode: number; modified: number }
  | { kind: 'link'; target: string; modified: number }
  | { kind: 'folder'; children: Record<string, Node> };

const names = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'A', 'a.b', 'a b', 'ab', '-x', 'new\nline', 'caf\u00e9', 'cafe\u0301', '🦊', '%41', 'CON', 'a\\b', '.hidden') },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter(isKeptName) },
);

/** Names that Linux takes and that no default rule hides. */
function isKeptName(name: string): boolean {
  return !/[/\0]/.test(name) && name !== '.' && name !== '..' && name.isWellFormed() && !/~$|^~\$|^\.#|^\.strata|\.(swp|part)$/i.test(name);
}

/** Seconds, with microseconds; also far ahead. (Node sets the present for a time before 1970, so none is made here.) */
const moments = fc.oneof(
  fc.integer({ min: 0, max: 4_000_000_000_000_000 }).map((microseconds) => microseconds / 1e6),
  fc.constantFrom(0, 1, 1_600_000_000.123456, 7_000_000_000),
);

const files: fc.Arbitrary<Node> = fc.record({
  kind: fc.constant('file' as const),
  bytes: fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.nat(700_000).map((length) => new Uint8Array(length).fill(length % 251)), fc.constant(new Uint8Array())),
  mode: fc.constantFrom(0o644, 0o600, 0o755, 0o700, 0o640, 0o444, 0o777),
  modified: moments,
});
const links: fc.Arbitrary<Node> = fc.record({
  kind: fc.constant('link' as const),
  target: fc.constantFrom('a', '../..', '/etc/hosts', 'not there', '.'),
  modified: moments,
});
const { folder } = fc.letrec<{ folder: Extract<Node, { kind: 'folder' }>; node: Node }>((tie) => ({
  folder: fc.dictionary(names, tie('node'), { maxKeys: 5 }).map((children) => ({ kind: 'folder' as const, children })),
  node: fc.oneof({ maxDepth: 3, withCrossShrink: true }, files, links, tie('folder')),
}));

function put(at: string, node: Node): void {
  switch (node.kind) {
    case 'file':
      writeFileSync(at, node.bytes);
      chmodSync(at, node.mode);
      utimesSync(at, node.modified, node.modified);
      return;
    case 'link':
      symlinkSync(node.target, at);
      lutimesSync(at, node.modified, node.modified);
      return;
    case 'folder':
      mkdirSync(at, { recursive: true });
      for (const [name, child] of Object.entries(node.children)) put(path.join(at, name), child);
  }
}

test('whatever a folder holds, restoring its version elsewhere gives the same folder', async () => {
  const ground = await openGround();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(folder, async (tree) => {
      const at = path.join(ground.work, `tree-${++run}`);
      const target = `${at}-restored`;
      put(at, tree);
      const { artifact } = await ground.client.invoke('artifact.track', { path: at, name: `tree-${run}` });
      await ground.client.invoke('restore.apply', { artifact: artifact.name, target });
      expect(facts(target)).toEqual(facts(at));
      rmSync(target, { recursive: true, force: true });
      rmSync(at, { recursive: true, force: true });
    }),
    { numRuns: 60 },
  );
  expect(await ground.client.invoke('store.verify', { deep: true })).toMatchObject({ ok: true, findings: [] });
});

test('from any state of a folder, restoring any other in place gives that one, and undo gives the first again', async () => {
  const ground = await openGround();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(folder, folder, async (one, other) => {
      const at = path.join(ground.work, `pair-${++run}`);
      put(at, one);
      const first = facts(at);
      const artifact = `pair-${run}`;
      await ground.client.invoke('artifact.track', { path: at, name: artifact });
      rmSync(at, { recursive: true });
      put(at, other);
      const second = facts(at);
      const { operation } = await ground.client.invoke('restore.apply', { artifact, ref: 'v0' });
      expect(facts(at)).toEqual(first);
      if (operation !== null) await ground.client.invoke('operation.undo', { operation });
      if (operation !== null) expect(facts(at)).toEqual(second);
      await ground.client.invoke('artifact.untrack', { artifact });
      rmSync(at, { recursive: true, force: true });
    }),
    { numRuns: 40 },
  );
  expect(await ground.client.invoke('store.verify', { deep: true })).toMatchObject({ ok: true, findings: [] });
});
