import { createStores, connect } from '../../renderer/app/stores.ts';
import type { Stores } from '../../renderer/app/stores.ts';
import type { Notice } from '../../renderer/lib/notices.ts';
import { createClient } from '../../shared/client.ts';
import { ContractError } from '../../shared/errors.ts';
import { createBridgeTransport, createShell } from '../../shared/shell.ts';
import { createStandInEngine } from './stand-in-engine.ts';
import type { StandInEngine, StandInOptions } from './stand-in-engine.ts';

/** 23 November 2026, 12:00 UTC. */
export const noon = Date.UTC(2026, 10, 23, 12);

export interface StandInWindow {
  readonly engine: StandInEngine;
  readonly stores: Stores;
  readonly told: Notice[];
  readonly api: Parameters<typeof createStores>[0];
}

/** The stores of a window on a stand-in engine, not connected yet. */
export function createStandInWindow(options: StandInOptions = {}): StandInWindow {
  const engine = createStandInEngine({ pace: 0, now: () => noon, ...options });
  const told: Notice[] = [];
  const api = {
    client: createClient(createBridgeTransport(engine.bridge)),
    shell: createShell(engine.bridge),
    notices: { tell: (notice: Notice) => void told.push(notice) },
  };
  return { engine, told, api, stores: createStores(api) };
}

/** Lets everything that can be answered be answered. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 8; round += 1) await new Promise((resolve) => setTimeout(resolve, 0));
}

/** A connected window that has loaded what it shows. */
export async function openStandInWindow(options: StandInOptions = {}): Promise<StandInWindow> {
  const window = createStandInWindow(options);
  connect(window.stores, window.api);
  await settled();
  return window;
}

export function refusal(code: string, message: string): ContractError {
  return new ContractError({ code, message });
}
