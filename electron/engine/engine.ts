import { createActivities } from './activities/activities.ts';
import type { Core, EnginePorts } from './core.ts';
import { freeDue, freeWhenDue, isAnythingDue } from './delete/free-when-due.ts';
import { createFacts, type Facts } from './facts.ts';
import { rememberOutlines } from './manifest/folder-outline.ts';
import { rememberNodes } from './manifest/node-source.ts';
import { keepUp } from './keep/keep-up.ts';
import { createKnownShares, type KnownShares } from './store/known-shares.ts';
import { rescanWhenDue } from './references/rescan-when-due.ts';
import { consolidateWhenQuiet } from './store/consolidate.ts';
import { watchRoom } from './store/limit.ts';
import { proveWhenIdle } from './verify/prove-when-idle.ts';
import { recover } from './store/recover.ts';
import { storedNodes } from './store/stored-nodes.ts';
import { createLiveArtifacts, type LiveArtifacts } from './tracking/live-artifacts.ts';
import { createSharing } from './sharing.ts';
import { createTurns } from './turns.ts';

/** The engine of one home: its core, what it watches, and its end. */
export interface Engine {
  readonly core: Core;
  readonly live: LiveArtifacts;
  readonly facts: Facts;
  readonly shares: KnownShares;
  /** Cancels what is under way, waits for it to leave nothing half-made, and stops watching. The ports are closed by their owner. */
  close(): Promise<void>;
}

/** Decoded bytes of manifest nodes kept at hand; a node is a few KB. */
const rememberedNodes = 2_000;
/** Folders whose outlines are kept at hand: those that windows have open. */
const rememberedOutlines = 64;

/** Makes the home whole after the last run and begins to watch, if it should. The home must be owned already. */
export async function createEngine(ports: EnginePorts, options: { readonly watch: boolean }): Promise<Engine> {
  const facts = createFacts((error) => ports.log.error('a listener of facts failed', { error: String(error) }));
  const nodes = rememberNodes(storedNodes(ports.catalog, ports.containers), rememberedNodes);
  const core: Core = {
    ...ports,
    facts,
    activities: createActivities(ports.clock, facts, ports.newId),
    turns: createTurns(),
    stored: createSharing(),
    nodes,
    unlocked: new Map(),
    outlineOf: rememberOutlines(nodes, rememberedOutlines),
  };
  await recover(core);
  const shares = createKnownShares(core);
  const live = createLiveArtifacts(core, options.watch);
  live.startAll();
  watchRoom(core);
  const stopKeeping = keepUp(core, live, options.watch);
  const stopRescanning = rescanWhenDue(core, options.watch);
  const stopConsolidating = consolidateWhenQuiet(core, options.watch);
  const stopProving = options.watch ? proveWhenIdle(core) : () => undefined;
  // A command that runs by itself is over before long: it frees what is due first, and does not begin more.
  const stopFreeing = options.watch ? freeWhenDue(core, live) : () => undefined;
  if (!options.watch && isAnythingDue(core)) await freeDue(core, live);
  return {
    core,
    live,
    facts,
    shares,
    async close() {
      stopFreeing();
      shares.close();
      stopProving();
      // What a single command began is short; an engine that stays may be in the middle of much.
      if (!options.watch) await stopConsolidating();
      core.activities.cancelAll();
      await live.close();
      await stopRescanning();
      await stopKeeping();
      await stopConsolidating();
      await core.turns.idle();
    },
  };
}
