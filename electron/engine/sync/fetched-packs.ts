import type { ActivityHandle } from '../activities/activities.ts';
import { DigestTable } from '../model/digest-table.ts';
import type { Bucket } from '../ports/bucket.ts';
import type { PackWriter } from '../ports/container-store.ts';
import { fetchChunks } from './fetch-chunks.ts';
import { contentRules, type WantedChunk } from './plan-ranges.ts';
import type { SyncCore } from './sync-core.ts';

/** Raw bytes of a local pack; each is named as soon as it is full, so that what came stays. */
const packBytes = 64 * 1024 * 1024;
/** On a slow way it is named sooner, ms after its beginning, when it holds so much: a kill takes no more than that. */
const longestOpen = 2_000;
const fewestBytes = 4 * 1024 * 1024;

/** Contents that come from a bucket, on their way into packs of the store. A frame of which all is wanted is taken over as it came. */
export class FetchedPacks {
  readonly #core: SyncCore;
  readonly #bucket: Bucket;
  readonly #activity: ActivityHandle;
  #pack: PackWriter | null = null;
  #openedAt = 0;
  #chunks = 0;
  #bytes = 0;

  constructor(core: SyncCore, bucket: Bucket, activity: ActivityHandle) {
    this.#core = core;
    this.#bucket = bucket;
    this.#activity = activity;
  }

  /** What came; bytes are raw. */
  get done(): { readonly chunks: number; readonly bytes: number } {
    return { chunks: this.#chunks, bytes: this.#bytes };
  }

  /** Returns what could not be had. */
  fetch(wanted: readonly WantedChunk[]): Promise<WantedChunk[]> {
    return fetchChunks(this.#core, this.#bucket, wanted, {
      rules: contentRules,
      signal: this.#activity.signal,
      onBytes: () => undefined,
      onChunk: (chunk, bytes) => {
        this.#open().append('data', chunk.digest, bytes);
        this.#count([chunk]);
      },
      takeFrame: (stored, chunks) => {
        const taken = this.#open().takeFrame(stored, chunks.map(({ digest, place: { offset, length } }) => ({ digest, kind: 'data', offset, length })));
        if (taken) this.#count(chunks);
        return taken;
      },
    });
  }

  /** Names what came and is in no named pack yet. Of chunks that nobody names any more nothing is kept. */
  keep(): void {
    const sealed = this.#pack?.seal() ?? null;
    this.#pack = null;
    if (sealed === null) return;
    this.#core.catalog.transact((writer) => {
      const alive = new DigestTable(sealed.chunks.length);
      for (const { digest } of sealed.chunks) if (writer.chunk(digest) !== null) alive.add(digest);
      writer.addContainers([sealed], alive);
    });
  }

  #open(): PackWriter {
    if (this.#pack === null) this.#openedAt = this.#core.clock.now();
    return (this.#pack ??= this.#core.containers.createPack());
  }

  #isDue(): boolean {
    const { length } = this.#open();
    return length >= packBytes || (length >= fewestBytes && this.#core.clock.now() - this.#openedAt >= longestOpen);
  }

  #count(chunks: readonly WantedChunk[]): void {
    this.#chunks += chunks.length;
    for (const { place } of chunks) this.#bytes += place.length;
    this.#activity.advance({ bytes: this.#bytes });
    if (this.#isDue()) this.keep();
  }
}
