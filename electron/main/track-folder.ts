import { realpath } from 'node:fs/promises';
import type { Client } from '../../shared/client.ts';
import { ContractError, type ErrorShape } from '../../shared/errors.ts';

export type TrackOutcome =
  | { readonly kind: 'tracked' | 'already'; readonly artifact: string }
  | { readonly kind: 'refused'; readonly error: ErrorShape };

/** Tracks a folder named on the command line. One that is tracked already is fine: people start the app the same way twice. */
export async function trackFolder(client: Client, folder: string): Promise<TrackOutcome> {
  try {
    const real = await realpath(folder).catch(() => folder);
    const { artifacts } = await client.invoke('artifact.list', {});
    const same = artifacts.find(({ path, state }) => state !== 'untracked' && (path === real || path === folder));
    if (same) return { kind: 'already', artifact: same.name };
    const { artifact } = await client.invoke('artifact.track', { path: folder });
    return { kind: 'tracked', artifact: artifact.name };
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return { kind: 'refused', error: { code: error.code, message: error.message, data: { ...error.data } } };
  }
}
