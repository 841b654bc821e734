import { createActivities } from './activities/activities.ts';
import type { Core, EnginePorts } from './core.ts';
import { freeDue, freeWhenDue } from './delete/free-when-due.ts';
import { createFacts, type Facts } from './facts.ts';
import { rememberNodes } from './manifest/node-source.ts';
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
  /** Cancels what is under way, waits for it to leave nothing half-made, and stops watching. The ports are closed by their owner. */
  close(): Promise<void>;
}

/** Decoded bytes of manifest nodes kept at hand; a node is a few KB. */
const rememberedNodes = 2_000;

/** Makes the home whole after the last run and begins to watch, if it should. The home must be owned already. */
export async function createEngine(ports: EnginePorts, options: { readonly watch: boolean }): Promise<Engine> {
  const facts = createFacts((error) => ports.log.error('a listener of facts failed', { error: String(error) }));
  const core: Core = {
    ...ports,
    facts,
    activities: createActivities(ports.clock, facts, ports.newId),
    turns: createTurns(),
    stored: createSharing(),
    nodes: rememberNodes(storedNodes(ports.catalog, ports.containers), rememberedNodes),
  };
  await recover(core);
  const live = createLiveArtifacts(core, options.watch);
  live.startAll();
  const stopProving = options.watch ? proveWhenIdle(core) : () => undefined;
  // A command that runs by itself is over before long: it frees what is due first, and does not begin more.
  const stopFreeing = options.watch ? freeWhenDue(core) : () => undefined;
  if (!options.watch && core.catalog.deletions().some(({ due }) => due <= core.clock.now())) await freeDue(core);
  return {
    core,
    live,
    facts,
    async close() {
      stopFreeing();
      stopProving();
      core.activities.cancelAll();
      await live.close();
      await core.turns.idle();
    },
  };
}
