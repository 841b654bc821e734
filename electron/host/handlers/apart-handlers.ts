import type { ApartView, SidesRow, SidesView, UndecidedView } from '../../../shared/apart-values.ts';
import type { Handlers } from '../../../shared/dispatcher.ts';
import { takeInBreaths } from '../../engine/breaths.ts';
import { compareThree, type ThreeRoots, type ThreeWayRow } from '../../engine/diff/three-way.ts';
import { findArtifact, findVersion } from '../../engine/find-version.ts';
import type { Artifact } from '../../engine/model/artifact.ts';
import { entrySize, type Entry } from '../../engine/model/entry.ts';
import { formatIndex } from '../../engine/model/version-address.ts';
import type { Generation } from '../../engine/ports/bucket.ts';
import { apartOf, noteKeptMine } from '../../engine/sync/apart.ts';
import type { AliasState } from '../../engine/sync/merge-alias.ts';
import { forgetRenumbered, renumberedNotes } from '../../engine/sync/renumbered-notes.ts';
import { protectionOf, settle } from '../../engine/sync/settle.ts';
import type { SyncCore } from '../../engine/sync/sync-core.ts';
import { undecidedOf, type Undecided } from '../../engine/sync/undecided.ts';

type ApartMethods = 'artifact.apart' | 'artifact.settle' | 'artifact.sawRenumbered' | 'artifact.keepMine' | 'artifact.sides';

/** What members of a team did at the same time, and how they bring it together. */
export function apartHandlers(core: SyncCore): Pick<Handlers, ApartMethods> {
  const { catalog } = core;
  return {
    'artifact.apart': async ({ artifact: name }) => {
      const artifact = findArtifact(catalog, name);
      const renumbered = renumberedNotes(catalog, artifact).map(({ from, to, by }) => ({ from: formatIndex(from), to: formatIndex(to), by }));
      return { undecided: undecidedView(artifact, undecidedOf(catalog, artifact)), renumbered, folder: await folderView(core, artifact) };
    },
    'artifact.settle': ({ artifact: name, what, keep, seen }) => {
      const artifact = findArtifact(catalog, name);
      const decided = what.kind === 'alias' ? what : { kind: what.kind, index: findVersion(catalog, artifact, what.ref).index, field: what.field };
      return { undecided: undecidedView(artifact, settle(core, name, { what: decided, keep, seen: seen as Generation | null })) };
    },
    'artifact.sawRenumbered': ({ artifact: name }) => {
      const artifact = findArtifact(catalog, name);
      catalog.transact((writer) => forgetRenumbered(writer, artifact));
      return {};
    },
    'artifact.keepMine': ({ artifact: name, there }) => {
      const artifact = findArtifact(catalog, name);
      const { index } = findVersion(catalog, artifact, there);
      catalog.transact((writer) => noteKeptMine(writer, artifact, index));
      return {};
    },
    'artifact.sides': ({ artifact: name, base, here, there, limit }) => {
      const artifact = findArtifact(catalog, name);
      const rootOf = (reference: string) => findVersion(catalog, artifact, reference).root;
      return sidesOf(core, { base: base === null ? null : rootOf(base), here: rootOf(here), there: rootOf(there) }, limit);
    },
  };
}

/** Null as well when the folder has by now whatever the other one changed. */
async function folderView(core: SyncCore, artifact: Artifact): Promise<ApartView['folder']> {
  const apart = apartOf(core.catalog, artifact);
  if (apart === null) return null;
  const { here, there, base } = apart;
  const { totals } = await sidesOf(core, { base: base?.root ?? null, here: here.root, there: there.root }, 0);
  if (totals.there + totals.both === 0) return null;
  return { here: formatIndex(here.index), there: formatIndex(there.index), by: there.actor, base: base === null ? null : formatIndex(base.index), totals };
}

async function sidesOf(core: SyncCore, roots: ThreeRoots, limit: number): Promise<SidesView> {
  const rows: SidesRow[] = [];
  const totals = { here: 0, there: 0, both: 0, alike: 0 };
  function* counted(): Generator<void, void> {
    for (const row of compareThree(roots, core.nodes)) {
      totals[row.changed] += 1;
      if (rows.length < limit) rows.push(rowView(row));
      yield;
    }
  }
  await takeInBreaths(core.clock, counted());
  return { rows, totals };
}

function rowView({ path, changed, base, here, there }: ThreeWayRow): SidesRow {
  const side = (entry: Entry | null) => (entry === null ? null : { kind: entry.kind, size: entrySize(entry) });
  return { path, changed, base: side(base), here: side(here), there: side(there) };
}

function undecidedView(artifact: Artifact, { aliases, edits }: Undecided): UndecidedView[] {
  const state = ({ index, isProtected }: AliasState) => ({ ref: index === null ? null : formatIndex(index), protected: isProtected });
  const json = (value: unknown) => (value === undefined ? null : value) as UndecidedView['base'] & null;
  return [
    ...aliases.map((one) => ({
      kind: 'alias' as const,
      alias: one.alias,
      base: state(one.base),
      ours: state(one.ours),
      theirs: state(one.theirs),
      by: one.by === null ? null : { actor: one.by.actor, at: one.by.at },
      seen: one.generation,
      refusal: protectionOf(artifact, one)?.message ?? null,
    })),
    ...edits.map(({ index, field, base, ours, theirs, by, generation }) => ({
      kind: 'edit' as const,
      ref: formatIndex(index),
      field,
      base: json(base),
      ours: json(ours),
      theirs: json(theirs),
      by: by === null ? null : { actor: by.actor, at: by.at },
      seen: generation,
    })),
  ];
}
