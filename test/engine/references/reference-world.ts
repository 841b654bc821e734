import { onTestFinished } from 'vitest';
import { createClient, type Client } from '../../../shared/client.ts';
import type { EngineEvent } from '../../../shared/contract.ts';
import { createDispatcher } from '../../../shared/dispatcher.ts';
import { createEngine, type Engine } from '../../../electron/engine/engine.ts';
import type { Clock } from '../../../electron/engine/ports/clock.ts';
import type { ContainerId } from '../../../electron/engine/ports/container-store.ts';
import type { ReferenceSource } from '../../../electron/engine/ports/reference-source.ts';
import { createHandlers } from '../../../electron/host/handlers/create-handlers.ts';
import { eventOf } from '../../../electron/host/handlers/views.ts';
import { createMemoryOutgoingPacks } from '../../fakes/outgoing-packs-memory.ts';
import type { MemorySource } from '../../fakes/reference-source-memory.ts';
import { createWorld, work, type World } from '../memory-world.ts';

/** An engine in memory, seen through the contract, with buckets and servers that references lead to. */
export interface ReferenceWorld {
  readonly world: World;
  readonly source: MemorySource;
  readonly client: Client;
  readonly engine: Engine;
  readonly events: EngineEvent[];
  /** Paths of a version with what they are: text of a URI for a reference, `file`, … */
  entries(artifact: string, ref?: string): Promise<Record<string, string>>;
  /** Writes files below the folder that is tracked. */
  write(files: Readonly<Record<string, string>>): void;
}

export async function createReferenceWorld(options: { readonly clock?: Clock; readonly watch?: boolean; readonly references?: ReferenceSource } = {}): Promise<ReferenceWorld> {
  const world = createWorld(options.clock);
  const engine = await createEngine({ ...world.ports(), ...(options.references && { references: options.references }) }, { watch: options.watch ?? false });
  onTestFinished(() => engine.close());
  const ports = {
    buckets: { open: () => Promise.reject(new Error('there is no remote here')) },
    outgoing: createMemoryOutgoingPacks(world.containers, () => 'none' as ContainerId),
  };
  const dispatch = createDispatcher(createHandlers(engine, { strataVersion: '0', pid: 1, residentBytes: () => 0 }, ports));
  const client = createClient({ invoke: dispatch, subscribe: () => () => undefined });
  const events: EngineEvent[] = [];
  engine.facts.listen((fact) => events.push(eventOf(engine, fact)));
  return {
    world,
    source: world.references,
    client,
    engine,
    events,
    async entries(artifact, ref = 'latest') {
      const { entries } = await client.invoke('version.entries', { artifact, ref });
      return Object.fromEntries(entries.map(({ path, kind, target }) => [path, target ?? kind]));
    },
    write(files) {
      for (const [path, content] of Object.entries(files)) world.tree.write(`${work}/${path}`, content);
    },
  };
}
