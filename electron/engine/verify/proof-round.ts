import type { Core } from '../core.ts';
import type { CatalogReader } from '../ports/catalog.ts';
import type { ContainerId } from '../ports/container-store.ts';

/** One time through the whole store, which may take several sittings. */
export interface ProofRound {
  /** ms since 1970. */
  readonly startedAt: number;
  readonly finishedAt: number | null;
}

const key = 'proof-round';
/** What was proven longer ago than this counts no more for a round that goes on, ms. */
const longestRound = 30 * 24 * 60 * 60_000;

export function lastRound(catalog: CatalogReader): ProofRound | null {
  const text = catalog.setting(key);
  return text === null ? null : (JSON.parse(text) as ProofRound);
}

/** Goes on with the round that was cut short, unless a new one is wanted or that one is too old. */
export function enterRound(core: Core, fresh: boolean): ProofRound {
  const last = lastRound(core.catalog);
  const now = core.clock.now();
  if (last !== null && last.finishedAt === null && !fresh && now - last.startedAt < longestRound) return last;
  const begun = { startedAt: now, finishedAt: null };
  keep(core, begun);
  return begun;
}

export function finishRound(core: Core, round: ProofRound): void {
  keep(core, { ...round, finishedAt: core.clock.now() });
}

function keep(core: Core, round: ProofRound): void {
  core.catalog.transact((writer) => writer.setSetting(key, JSON.stringify(round)));
}

/** Containers that were not proven in this round yet; those first that were not looked at for longest. */
export function unproven(catalog: CatalogReader, { startedAt }: ProofRound): ContainerId[] {
  const proofs = catalog.proofs();
  const provenAt = (id: ContainerId): number => proofs.get(id)?.at ?? 0;
  const left = catalog.containers().filter(({ id }) => provenAt(id) < startedAt);
  return left.map(({ id }) => id).toSorted((a, b) => provenAt(a) - provenAt(b));
}
