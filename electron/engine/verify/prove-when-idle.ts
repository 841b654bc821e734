import type { Core } from '../core.ts';
import type { Found } from './finding.ts';
import { brokenFindings } from './broken-findings.ts';
import { noteHealth } from './health.ts';
import { enterRound, finishRound, lastRound, unproven, type ProofRound } from './proof-round.ts';
import { addKnownDamage } from './verify.ts';
import { proveContainer, type ProofWay } from './prove-container.ts';

/** How often it is looked whether there is time, ms. */
const interval = 10 * 60_000;
/** A new round through every byte begins so long after the last one began, ms. */
const betweenRounds = 30 * 24 * 60 * 60_000;
/** A round should be over in so many sittings of one share each, so that a big store is read a little every day. */
const sittings = 20;
/** Stored bytes that a sitting reads at least. */
const leastBytes = 1024 * 1024 * 1024;
const day = 24 * 60 * 60_000;

const sittingKey = 'last-proof-sitting';

/**
 * Reads every byte of the store once a month, a little every day, when nothing else goes on: at a third of the speed, one container after the
 * other, and it stops when anything else begins. What it finds is noted with the store's health. Returns the way to stop.
 */
export function proveWhenIdle(core: Core): () => void {
  let stop: () => void = () => undefined;
  let stopped = false;

  function sit(): void {
    sitOnce(core)
      .catch((error: unknown) => core.log.warn('the store could not be proven; it is tried again later', { error: String(error) }))
      .finally(() => {
        if (!stopped) stop = core.clock.after(interval, sit);
      });
  }

  stop = core.clock.after(interval, sit);
  return () => {
    stopped = true;
    stop();
  };
}

/** One sitting, if one is due and nothing else goes on. */
export async function sitOnce(core: Core): Promise<void> {
  const now = core.clock.now();
  if (core.activities.list().length > 0 || now - Number(core.catalog.setting(sittingKey) ?? 0) < day) return;
  const last = lastRound(core.catalog);
  if (last !== null && last.finishedAt !== null && now - last.startedAt < betweenRounds) return;
  const round = enterRound(core, false);
  const beginning = { kind: 'verify' as const, artifact: null, phase: 'Looking after the store', quiet: true };
  await core.activities.run(beginning, ({ id, signal, advance }) => {
    const isAlone = (): boolean => core.activities.list().every((activity) => activity.id === id);
    let bytes = 0;
    const way: ProofWay = { signal, onBytes: (done) => advance({ bytes: (bytes += done) }), rest: (took) => 2 * took };
    return readShare(core, round, way, isAlone);
  });
}

async function readShare(core: Core, round: ProofRound, way: ProofWay, isAlone: () => boolean): Promise<void> {
  const sizes = new Map(core.catalog.containers().map(({ id, size }) => [id, size]));
  const share = Math.max(leastBytes, [...sizes.values()].reduce((sum, size) => sum + size, 0) / sittings);
  const found: Found = { findings: [], broken: new Map() };
  const left = unproven(core.catalog, round);
  let read = 0;
  let done = 0;
  for (const id of left) {
    if (read >= share || !isAlone()) break;
    await proveContainer(core, id, way, found);
    read += sizes.get(id) ?? 0;
    done += 1;
  }
  if (done === left.length) finishRound(core, round);
  // A sitting that was called off by other work is tried again as soon as there is time.
  if (done === left.length || read >= share) core.catalog.transact((writer) => writer.setSetting(sittingKey, String(core.clock.now())));
  tell(core, found, done === left.length);
}

function tell(core: Core, found: Found, isOver: boolean): void {
  const { broken } = found;
  addKnownDamage(core, found);
  if (broken.size > 0) core.catalog.transact((writer) => writer.noteDamaged(broken.keys()));
  const versions = core.catalog.artifacts().flatMap((artifact) => core.catalog.versions(artifact.id).map((version) => ({ artifact, version })));
  const findings = [...found.findings, ...brokenFindings(core, broken, versions, true)];
  if (isOver || findings.length > 0) noteHealth(core, true, findings);
  if (findings.length > 0) core.log.error('the store is damaged', { findings: findings.map(({ message }) => message) });
  core.facts.tell({ kind: 'store.changed' });
}
