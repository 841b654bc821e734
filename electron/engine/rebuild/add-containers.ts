import { Failure } from '../model/failure.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { ContainerId, ContainerStore, SealedContainer } from '../ports/container-store.ts';
import type { RebuildProblem } from './rebuild-report.ts';

/**
 * Names every container in the catalog, with all of its chunks. One whose index is damaged is read frame by frame; it comes last, so that
 * a chunk which lies elsewhere too is taken from there. Yields after each.
 */
export function* addContainers(catalog: Catalog, containers: ContainerStore, problems: RebuildProblem[]): Generator<void> {
  const damaged: ContainerId[] = [];
  for (const { id } of containers.list().toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const sealed = indexOrNull(containers, id);
    if (sealed === null) damaged.push(id);
    else catalog.transact((writer) => writer.addContainer(sealed));
    yield;
  }
  for (const id of damaged) {
    const found = containers.recoverIndex(id);
    catalog.transact((writer) => writer.addContainer(found));
    const message = `The container ${id} is damaged at its beginning, at its end or in its index; ${found.chunks.length} chunks were found in it all the same.`;
    problems.push({ of: 'container', message });
    yield;
  }
}

function indexOrNull(containers: ContainerStore, id: ContainerId): SealedContainer | null {
  try {
    return containers.readIndex(id);
  } catch (error) {
    if (error instanceof Failure && error.code === 'store.damaged') return null;
    throw error;
  }
}
