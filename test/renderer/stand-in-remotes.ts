import type { EngineEvent, MethodName, ParsedParams, Result } from '../../shared/contract.ts';
import { ContractError } from '../../shared/errors.ts';
import type { LinkView, SyncRulesView } from '../../shared/sync-values.ts';
import type { RemoteCheckView, RemoteView } from '../../shared/remote-values.ts';

type RemoteMethod = Extract<MethodName, `remote.${string}` | `sync.${string}` | 'version.whereabouts' | 'version.away' | 'version.fetch' | 'artifact.link' | 'artifact.push' | 'artifact.pull' | 'artifact.clone'>;
type RemoteHandlers = { [M in RemoteMethod]: (params: ParsedParams<M>) => Result<M> };

const firstRules: SyncRulesView = { mode: 'manual', paused: false, notOnBattery: false, notOnMetered: false, offline: 'as-needed' };

/** Opens the buckets whose address has `sealed` in it. */
export const teamPassphrase = 'quiet river stone lamp';
export const recoveryCode = '4T7C-0WKR-9ZQM-H3VX-72NP-J5DA-GS8E-B1YF';

function wrongPassphrase(): ContractError {
  return new ContractError({ code: 'bucket.wrong-passphrase', message: 'This passphrase does not open the bucket. Nothing was read or written; try again, or set a new passphrase with the recovery code.' });
}

/** Buckets that are none: an address with `denied` may only be read, one with `missing` is not there, one with `sealed` is encrypted. */
export function standInRemotes(emit: (event: EngineEvent) => void): RemoteHandlers {
  let remotes: RemoteView[] = [];
  const linked = new Map<string, string>();
  const waiting = new Map<string, number>();
  const contents = new Map<string, LinkView['content']>();
  const rules = new Map<string, SyncRulesView>();

  function linkOf(artifact: string): LinkView | null {
    const remote = linked.get(artifact);
    if (remote === undefined) return null;
    const own = rules.get(artifact) ?? firstRules;
    const state = own.paused ? 'paused' : own.mode === 'automatic' ? 'resting' : 'manual';
    return {
      remote,
      content: contents.get(artifact) ?? 'all',
      writable: find(remote).writable,
      waiting: waiting.get(artifact) ?? 3,
      next: 100 - (waiting.get(artifact) ?? 3),
      rules: own,
      status: { state, since: null, until: null, message: '', conflicts: 0 },
      conditions: { onBattery: false, metered: null, online: true },
      pushedAt: null,
    };
  }

  function resultOf(remote: string, pushed: number, pulled: number): Result<'artifact.push'> {
    const traffic = (versions: number) => ({ versions, containers: versions, bytes: versions * 1_200_000, refs: [] });
    return { remote, pushed: traffic(pushed), pulled: traffic(pulled), renumbered: [], conflicts: [] };
  }

  function checkOf(url: string, { passphrase }: { readonly passphrase?: string | undefined } = {}): RemoteCheckView {
    const all = { list: true, read: true, write: true, replace: true, delete: true };
    const checked = { address: url, code: null, clockDifferenceMs: 12, left: null };
    if (url.includes('missing')) {
      const can = { list: null, read: null, write: null, replace: null, delete: null };
      return { ...checked, ok: false, writable: false, code: 'bucket.no-such-bucket', message: `There is no bucket ${url}. Check how it is written, or make it first.`, can };
    }
    if (url.includes('sealed') && passphrase !== teamPassphrase) {
      const can = { list: null, read: null, write: null, replace: null, delete: null };
      const [code, message] = passphrase === undefined ? ['bucket.locked', `The bucket ${url} is encrypted: give its passphrase. Nothing was read or written.`] : ['bucket.wrong-passphrase', wrongPassphrase().message];
      return { ...checked, ok: false, writable: false, code: code ?? null, message: message ?? '', can };
    }
    if (url.includes('denied')) {
      const can = { ...all, write: false, replace: null, delete: null };
      return { ...checked, ok: true, writable: false, message: 'You may read from the bucket, but not write to it: pulling works, pushing does not.', can };
    }
    return { ...checked, ok: true, writable: true, message: 'The connection works: you may read, write and delete.', can: all };
  }

  function find(name: string): RemoteView {
    const found = remotes.find((one) => one.name === name);
    if (found === undefined) throw new ContractError({ code: 'remote.not-found', message: `There is no remote named "${name}".` });
    return found;
  }

  function replace(remote: RemoteView): RemoteView {
    remotes = remotes.map((one) => (one.name === remote.name ? remote : one));
    emit({ kind: 'remote.changed', remote });
    return remote;
  }

  return {
    'remote.artifacts': () => ({ artifacts: ['animals', 'street-scenes'] }),
    'remote.sweep': ({ remote }) => {
      const { name } = find(remote);
      remotes = remotes.map((one) => (one.name === name ? { ...one, going: null, deleting: [] } : one));
      return { remote: name, swept: { announcedBytes: 0, dueAt: null, restBytes: 0, removedBytes: 6_000_000, freedBytes: 5_900_000 } };
    },
    'artifact.link': ({ artifact }) => {
      return { link: linkOf(artifact) };
    },
    'sync.list': () => ({ links: [...linked.keys()].map((artifact) => ({ artifact, link: linkOf(artifact) as LinkView })) }),
    'sync.set': ({ artifact, remote, content, ...change }) => {
      const to = remote ?? linked.get(artifact) ?? remotes[0]?.name ?? '';
      const view = find(to);
      linked.set(artifact, to);
      contents.set(artifact, content ?? contents.get(artifact) ?? 'all');
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<SyncRulesView>;
      rules.set(artifact, { ...(rules.get(artifact) ?? firstRules), ...given });
      emit({ kind: 'remote.changed', remote: view });
      return { link: linkOf(artifact) as LinkView };
    },
    'sync.tryAgain': ({ artifact }) => ({ link: linkOf(artifact) as LinkView }),
    'sync.unlink': ({ artifact }) => {
      const remote = linked.get(artifact) ?? '';
      linked.delete(artifact);
      return { remote };
    },
    'version.whereabouts': () => ({ places: [] }),
    'version.away': () => ({ chunks: 0, bytes: 0 }),
    'version.fetch': () => ({ chunks: 0, bytes: 0 }),
    'artifact.push': ({ artifact, remote }) => {
      const to = remote ?? linked.get(artifact) ?? remotes[0]?.name ?? '';
      find(to);
      linked.set(artifact, to);
      const pushed = waiting.get(artifact) ?? 3;
      waiting.set(artifact, 0);
      return resultOf(to, pushed, 0);
    },
    'artifact.pull': ({ artifact }) => resultOf(linked.get(artifact) ?? '', 0, 2),
    'artifact.clone': ({ artifact }) => {
      throw new ContractError({ code: 'artifact.name-taken', message: `There is another artifact named "${artifact}" here.` });
    },
    'remote.list': () => ({ remotes, keyStore: true }),
    'remote.check': (params) => checkOf(params.url, params),
    'remote.checkAgain': ({ remote }) => checkOf(find(remote).address),
    'remote.add': ({ name, url, endpoint, keyFile, keepKey, bytesPerSecond, passphrase, encrypt }) => {
      const check = checkOf(url, { passphrase });
      if (check.code !== null) throw new ContractError({ code: check.code, message: check.message });
      if (remotes.some((one) => one.name === name)) throw new ContractError({ code: 'remote.name-taken', message: `There is a remote named "${name}" already.` });
      const kind = url.startsWith('gs:') ? 'gcs' : 'folder';
      const credentials = kind === 'folder' ? 'none' : keyFile === undefined ? 'default' : keepKey ? 'kept-key' : 'key-file';
      const kept = credentials === 'key-file' ? (keyFile ?? null) : null;
      const remote: RemoteView = { name, address: url, kind, endpoint: endpoint ?? null, credentials, keyFile: kept, bytesPerSecond, writable: check.writable, encrypted: passphrase !== undefined, locked: false, artifacts: [] };
      remotes = [...remotes, remote];
      emit({ kind: 'remote.added', remote });
      return { remote, check, recoveryCode: encrypt && passphrase !== undefined ? recoveryCode : null };
    },
    'remote.unlock': ({ remote: name, passphrase }) => {
      if (passphrase !== teamPassphrase) throw wrongPassphrase();
      return { remote: replace({ ...find(name), locked: false }) };
    },
    'remote.setPassphrase': ({ remote: name, passphrase, recoveryCode: code, newKey }) => {
      if (code === undefined ? passphrase !== teamPassphrase : code !== recoveryCode) throw wrongPassphrase();
      return { remote: replace({ ...find(name), locked: false }), recoveryCode: newKey ? recoveryCode : null };
    },
    'remote.setLimit': ({ remote: name, bytesPerSecond }) => {
      const remote = { ...find(name), bytesPerSecond };
      remotes = remotes.map((one) => (one.name === name ? remote : one));
      emit({ kind: 'remote.changed', remote });
      return { remote };
    },
    'remote.remove': ({ remote: name }) => {
      const { artifacts } = find(name);
      remotes = remotes.filter((one) => one.name !== name);
      emit({ kind: 'remote.removed', remote: name });
      return { remote: name, artifacts };
    },
  };
}
