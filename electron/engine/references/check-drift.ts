import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import { findArtifact, findVersion } from '../find-version.ts';
import { entriesWithin } from '../manifest/read-manifest.ts';
import type { Artifact } from '../model/artifact.ts';
import type { ReferenceEntry } from '../model/entry.ts';
import { changedSource, missingSource } from '../model/reference-failure.ts';
import { compareContents, identityOf } from '../model/reference-identity.ts';
import type { Version } from '../model/version.ts';
import type { SourceObject } from '../ports/reference-source.ts';
import { sideBySide } from '../sync/side-by-side.ts';
import { addedReferences, isCovered } from './added-references.ts';
import { transfers } from './fetch-references.ts';
import { createPatience } from './patience.ts';
import { askablePlace, permittedPlaces } from './permission.ts';
import { isOfOne } from './reading.ts';

/** A reference that is not what it was, and one sentence why. */
export interface Drifted {
  readonly path: string;
  readonly uri: string;
  readonly message: string;
}

export interface Drift {
  readonly version: Version;
  readonly counts: Readonly<Record<'intact' | 'changed' | 'missing' | 'recoverable' | 'unchecked' | 'unreachable', number>>;
  /** Each in path order. */
  readonly changed: readonly Drifted[];
  readonly missing: readonly Drifted[];
  /** Overwritten or deleted, but the bucket still keeps what the version recorded. */
  readonly recoverable: readonly Drifted[];
  /** The source gave no answer. */
  readonly unreachable: readonly Drifted[];
  /** Places of unreachable ones that may be permitted, sorted. */
  readonly places: readonly string[];
}

/**
 * Asks the sources whether everything that a version refers to is still what it was. What was added as a prefix is listed once; only what seems to have changed, and what
 * others refer to, is asked one by one. Where the URI alone is kept, nothing is asked and nothing can be told.
 */
export function checkDrift(core: Core, name: string, reference: string): Promise<Drift> {
  const beginning = { kind: 'rescan' as const, artifact: name, phase: 'Asking the sources' };
  return core.activities.run(beginning, async (activity) => {
    const artifact = findArtifact(core.catalog, name);
    const version = findVersion(core.catalog, artifact, reference);
    const entries = [...entriesWithin(version.root, '', core.nodes)].filter((entry) => entry.kind === 'reference');
    activity.advance({ files: 0, totalFiles: entries.length });
    const drifting = new Drifting(core, artifact, activity);
    await drifting.check(entries);
    return drifting.result(version);
  });
}

type Standing = { readonly kind: 'intact' | 'unchecked' } | { readonly kind: 'changed' | 'missing' | 'recoverable' | 'unreachable'; readonly message: string };

class Drifting {
  readonly #core: Core;
  readonly #artifact: Artifact;
  readonly #activity: ActivityHandle;
  readonly #patience = createPatience();
  readonly #counts = { intact: 0, changed: 0, missing: 0, recoverable: 0, unchecked: 0, unreachable: 0 };
  readonly #found = { changed: [] as Drifted[], missing: [] as Drifted[], recoverable: [] as Drifted[], unreachable: [] as Drifted[] };
  readonly #places = new Set<string>();
  #asked = 0;

  constructor(core: Core, artifact: Artifact, activity: ActivityHandle) {
    this.#core = core;
    this.#artifact = artifact;
    this.#activity = activity;
  }

  async check(entries: readonly ReferenceEntry[]): Promise<void> {
    const lists = await this.#list(entries);
    await sideBySide(entries, transfers, async (entry) => {
      this.#activity.signal.throwIfAborted();
      this.#take(entry, await this.#standingOf(entry, lists));
      this.#activity.advance({ files: ++this.#asked });
    });
  }

  result(version: Version): Drift {
    const sorted = (list: Drifted[]): Drifted[] => list.sort((a, b) => (a.path < b.path ? -1 : 1));
    const { changed, missing, recoverable, unreachable } = this.#found;
    return { version, counts: this.#counts, changed: sorted(changed), missing: sorted(missing), recoverable: sorted(recoverable), unreachable: sorted(unreachable), places: [...this.#places].sort() };
  }

  /** What lies now below every prefix that was added and that some entry belongs to; null for one that cannot be listed. */
  async #list(entries: readonly ReferenceEntry[]): Promise<Lists> {
    const lists: { readonly covers: (uri: string) => boolean; readonly objects: Map<string, SourceObject> | null }[] = [];
    for (const added of addedReferences(this.#core.catalog, this.#artifact)) {
      const covers = (uri: string): boolean => isCovered([added], uri);
      if (added.checksum && entries.some(({ uri }) => covers(uri))) lists.push({ covers, objects: await this.#listOne(added.uri) });
    }
    return (uri) => lists.find(({ covers }) => covers(uri))?.objects ?? null;
  }

  async #listOne(uri: string): Promise<Map<string, SourceObject> | null> {
    const objects = new Map<string, SourceObject>();
    const { signal } = this.#activity;
    try {
      for await (const page of this.#core.references.list(uri, { permitted: permittedPlaces(this.#core, this.#artifact, uri), signal })) {
        for (const object of page) objects.set(object.uri, object);
        signal.throwIfAborted();
      }
      return objects;
    } catch (error) {
      if (!isOfOne(error)) throw error;
      // Each is asked by itself: that tells what is missing from what cannot be reached.
      return null;
    }
  }

  async #standingOf(entry: ReferenceEntry, lists: Lists): Promise<Standing> {
    if (Object.keys(entry.identity).length === 0) return { kind: 'unchecked' };
    const listed = lists(entry.uri)?.get(entry.uri);
    if (listed !== undefined && compareContents(entry, listed).verdict === 'same') return { kind: 'intact' };
    return this.#ask(entry);
  }

  async #ask(entry: ReferenceEntry): Promise<Standing> {
    const { uri, identity } = entry;
    const lost = this.#patience.lostWith(uri);
    if (lost !== null) return { kind: 'unreachable', message: lost.message };
    try {
      const permitted = permittedPlaces(this.#core, this.#artifact, uri);
      const { present, isKept } = await this.#core.references.stat(uri, { identity, permitted, signal: this.#activity.signal });
      this.#patience.answered(uri);
      return present === null ? gone(entry, isKept) : compared(entry, present, isKept);
    } catch (error) {
      this.#activity.signal.throwIfAborted();
      if (!isOfOne(error)) throw error;
      this.#patience.failed(uri, error);
      const place = askablePlace(error);
      if (place !== null) this.#places.add(place);
      return { kind: 'unreachable', message: error.message };
    }
  }

  #take({ path, uri }: ReferenceEntry, standing: Standing): void {
    this.#counts[standing.kind] += 1;
    if ('message' in standing) this.#found[standing.kind].push({ path, uri, message: standing.message });
  }
}

type Lists = (uri: string) => ReadonlyMap<string, SourceObject> | null;

function gone(entry: ReferenceEntry, isKept: boolean): Standing {
  if (!isKept) return { kind: 'missing', message: missingSource(entry.uri).message };
  return { kind: 'recoverable', message: `It was deleted, but ${keptWords(entry)} of it is still kept there.` };
}

function compared(entry: ReferenceEntry, present: SourceObject, isKept: boolean): Standing {
  const comparison = compareContents(entry, present);
  if (comparison.verdict === 'same') return { kind: 'intact' };
  if (comparison.verdict === 'unknown') return { kind: 'unchecked' };
  if (isKept) return { kind: 'recoverable', message: `Something else lies there now, but ${keptWords(entry)} of it is still kept.` };
  return { kind: 'changed', message: changedSource(entry.uri, changeWords[comparison.by] ?? 'its content is another').message };
}

const changeWords: Readonly<Record<string, string>> = { size: 'its size is another', modifiedAt: 'it was written at another time' };

function keptWords({ identity }: ReferenceEntry): string {
  const { generation, versionId } = identityOf(identity);
  return generation === undefined ? `the version ${versionId ?? ''}` : `the generation ${generation}`;
}
