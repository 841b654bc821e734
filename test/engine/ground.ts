import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { createClient, type Client } from '../../shared/client.ts';
import type { EngineEvent } from '../../shared/contract.ts';
import { startEngine, type RunningEngine } from '../../electron/host/create-engine.ts';
import { readTree, writeTree, type Tree } from './tree.ts';

/** A real engine on a real folder, both gone after the test. */
export interface Ground {
  /** The folder that is tracked, or will be. */
  readonly work: string;
  readonly home: string;
  readonly client: Client;
  readonly events: EngineEvent[];
  write(tree: Tree): void;
  read(): Tree;
  /** Resolves with the first event that passes, told already or later. Rejects after a minute. */
  event<K extends EngineEvent['kind']>(kind: K, passes?: (event: Extract<EngineEvent, { kind: K }>) => boolean): Promise<Extract<EngineEvent, { kind: K }>>;
  /** Forgets events told so far. */
  forgetEvents(): void;
  /** Ends this engine, does something to the home, and starts another on it. */
  restart(meanwhile?: () => Promise<unknown>): Promise<void>;
}

export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'strata-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function clientOf(engine: RunningEngine): Client {
  return createClient({ invoke: engine.dispatch, subscribe: engine.subscribe });
}

export async function openGround(options: { watch?: boolean; tree?: Tree; workIn?: string; homeIn?: string } = {}): Promise<Ground> {
  const folder = temporaryFolder();
  const work = path.join(options.workIn ?? folder, 'work');
  const home = path.join(options.homeIn ?? folder, 'home');
  writeTree(work, options.tree ?? {});
  const events: EngineEvent[] = [];
  const listeners = new Set<(event: EngineEvent) => void>();
  const start = async (): Promise<RunningEngine> => {
    const started = await startEngine({ home, watch: options.watch ?? false });
    started.subscribe((event) => {
      events.push(event);
      for (const listener of listeners) listener(event);
    });
    return started;
  };
  let engine = await start();
  onTestFinished(() => engine.close());
  return {
    work,
    home,
    client: createClient({ invoke: (method, params) => engine.dispatch(method, params), subscribe: (listener) => engine.subscribe(listener) }),
    events,
    write: (tree) => writeTree(work, tree),
    read: () => readTree(work),
    event: (kind, passes = () => true) => waitForEvent(events, listeners, kind, passes),
    forgetEvents: () => void events.splice(0),
    async restart(meanwhile = async () => undefined) {
      await engine.close();
      await meanwhile();
      engine = await start();
    },
  };
}

function waitForEvent<K extends EngineEvent['kind']>(
  events: readonly EngineEvent[],
  listeners: Set<(event: EngineEvent) => void>,
  kind: K,
  passes: (event: Extract<EngineEvent, { kind: K }>) => boolean,
): Promise<Extract<EngineEvent, { kind: K }>> {
  const fits = (event: EngineEvent): event is Extract<EngineEvent, { kind: K }> =>
    event.kind === kind && passes(event as Extract<EngineEvent, { kind: K }>);
  const told = events.find(fits);
  if (told !== undefined) return Promise.resolve(told);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      listeners.delete(listener);
      reject(new Error(`no event ${kind} came; told were: ${[...new Set(events.map((event) => event.kind))].join(', ')}`));
    }, 60_000);
    function listener(event: EngineEvent): void {
      if (!fits(event)) return;
      clearTimeout(timer);
      listeners.delete(listener);
      resolve(event);
    }
    listeners.add(listener);
  });
}
