import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import type { Digest } from '../model/digest.ts';
import type { PackWriter } from '../ports/container-store.ts';
import type { ChunkSource, LostChunk } from './chunk-source.ts';

export interface Mended {
  readonly chunks: number;
  readonly bytes: number;
}

/** Looks for lost chunks in one source after the other and stores again what is found. `lost` holds what is still lost afterwards. */
export async function mendChunks(core: Core, sources: readonly ChunkSource[], lost: Map<Digest, LostChunk>, activity: ActivityHandle): Promise<Mended> {
  const pack = core.containers.createPack();
  const mended = { chunks: 0, bytes: 0 };
  try {
    for (const source of sources) if (lost.size > 0) await takeFrom(core, source, lost, pack, mended, activity);
    const sealed = pack.seal();
    if (sealed !== null) core.catalog.transact((writer) => writer.addContainer(sealed));
    return mended;
  } catch (error) {
    pack.abandon();
    throw error;
  }
}

async function takeFrom(
  core: Core,
  source: ChunkSource,
  lost: Map<Digest, LostChunk>,
  pack: PackWriter,
  mended: { chunks: number; bytes: number },
  activity: ActivityHandle,
): Promise<void> {
  for await (const { digest, bytes } of source.find(lost, activity)) {
    activity.signal.throwIfAborted();
    const wanted = lost.get(digest);
    if (wanted === undefined || core.digester.digest(bytes) !== digest) continue;
    pack.append(wanted.kind, digest, bytes);
    lost.delete(digest);
    mended.chunks += 1;
    mended.bytes += bytes.length;
  }
  core.log.info('looked for lost chunks', { source: source.name, ...mended, left: lost.size });
}
