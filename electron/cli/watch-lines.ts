import type { EngineEvent } from '../../shared/contract.ts';
import type { ArtifactView } from '../../shared/values.ts';
import type { Colours } from './colours.ts';
import { roomText } from './room-text.ts';
import { newVersionText } from './describe-version.ts';
import { remoteDocument, versionDocument } from './documents.ts';
import { counted } from './humane.ts';
import { syncStateWords } from './sync-state-words.ts';
import { printable } from './text-width.ts';

/** One line of `watch --json`: what happened, to which artifact, and the version it is about. */
export interface WatchDocument {
  readonly event: string;
  readonly artifact: string | null;
  readonly version: Record<string, unknown> | null;
  readonly [more: string]: unknown;
}

/** One line of `watch`, for scripts and for people. */
export interface WatchLine {
  readonly document: WatchDocument;
  readonly sentence: string;
}

/** How an event is told; null for those that say only how far something is. */
export function watchLine(event: EngineEvent, colours: Colours): WatchLine | null {
  const { kind } = event;
  switch (kind) {
    case 'artifact.tracked':
      return ofArtifact(kind, event.artifact, `${event.artifact.name} is tracked`);
    case 'artifact.untracked':
      return ofArtifact(kind, event.artifact, `${event.artifact.name} is no longer tracked`);
    case 'artifact.changed':
      return ofArtifact(kind, event.artifact, stateSentence(event.artifact, colours));
    case 'artifact.removed':
      return {
        document: { event: kind, artifact: event.artifact, version: null },
        sentence: `${event.artifact} was removed`,
      };
    case 'version.created':
    case 'version.edited':
      return ofVersion(event, colours);
    case 'versions.deleted':
      return ofMany(event, 'deleted');
    case 'versions.revived':
      return ofMany(event, 'back again');
    case 'version.renumbered':
      return ofRenumbered(event);
    case 'restore.finished':
      return ofRestore(event);
    case 'activity.finished':
      // What went by itself and failed is told by what it waits for.
      return event.outcome === 'failed' && event.activity.automatic !== true ? ofFailure(event, colours) : null;
    case 'home.pausedChanged':
      return {
        document: { event: kind, artifact: null, version: null, allPaused: event.allPaused },
        sentence: event.allPaused ? 'everything is paused' : 'nothing is paused any more',
      };
    case 'store.roomChanged':
      return ofRoom(event, colours);
    case 'store.damaged':
      return ofDamage(event, colours);
    case 'remote.added':
    case 'remote.changed':
      return ofRemote(event);
    case 'remote.waiting':
      return { document: { event: kind, artifact: null, version: null, remote: event.remote, message: event.message }, sentence: colours.yellow(`${event.remote}: ${printable(event.message)}`) };
    case 'remote.removed':
      return { document: { event: kind, artifact: null, version: null, remote: event.remote }, sentence: `${event.remote} is no remote any more` };
    case 'sync.changed':
      return ofSync(event, colours);
    case 'references.unreachable':
      return { document: { event: kind, artifact: event.artifact, version: null, message: event.message }, sentence: colours.yellow(`${event.artifact}: ${printable(event.message)}`) };
    case 'references.changed':
    case 'store.changed':
    case 'operation.recorded':
    case 'activity.started':
    case 'activity.progressed':
      return null;
  }
}

/** People are told only what stops or waits for long. */
function ofSync({ kind, artifact, state, message }: Extract<EngineEvent, { kind: 'sync.changed' }>, colours: Colours): WatchLine {
  const document = { event: kind, artifact, version: null, state, message };
  const sentence = message === '' ? `${artifact}: ${syncStateWords[state]}` : colours.yellow(`${artifact}: ${printable(message)}`);
  return { document, sentence };
}

function ofRemote({ kind, remote }: Extract<EngineEvent, { kind: 'remote.added' | 'remote.changed' }>): WatchLine {
  const sentence = kind === 'remote.added' ? `${remote.name} is a remote now, at ${printable(remote.address)}` : `the remote ${remote.name} was changed`;
  return { document: { event: kind, artifact: null, version: null, remote: remoteDocument(remote) }, sentence };
}

/** The first line: what is told about from now on. */
export function readyLine(artifacts: readonly string[], how: 'running-engine' | 'own-engine'): WatchLine {
  const what = artifacts.length === 0 ? 'nothing is tracked yet' : `watching ${artifacts.join(', ')}`;
  const where = how === 'running-engine' ? ' (through the engine that runs already)' : '';
  return {
    document: { event: 'ready', artifact: null, version: null, artifacts, how },
    sentence: `${what}${where}; Ctrl-C ends`,
  };
}

type Of<Kind extends EngineEvent['kind']> = Extract<EngineEvent, { kind: Kind }>;

function ofArtifact(event: string, artifact: ArtifactView, sentence: string): WatchLine {
  const { name, state, stateMessage } = artifact;
  return { document: { event, artifact: name, version: null, state, stateMessage }, sentence };
}

function ofVersion(event: Of<'version.created'> | Of<'version.edited'>, colours: Colours): WatchLine {
  const { kind, artifact, version } = event;
  const made = colours.green(newVersionText(artifact, version));
  return {
    document: { event: kind, artifact, version: versionDocument(artifact, version) },
    sentence: kind === 'version.created' ? made : `${artifact}:${version.ref} was edited`,
  };
}

function ofMany({ kind, artifact, refs }: Of<'versions.deleted'> | Of<'versions.revived'>, how: string): WatchLine {
  const which = refs.length === 1 ? `${artifact.name}:${String(refs[0])} is` : `${counted(refs.length, 'version')} of ${artifact.name} are`;
  return { document: { event: kind, artifact: artifact.name, version: null, refs }, sentence: `${which} ${how}` };
}

function ofRenumbered({ kind, artifact: { name }, renumbered }: Of<'version.renumbered'>): WatchLine {
  const moves = renumbered.map(({ from, to }) => `${name}:${from} is ${to} now`);
  return { document: { event: kind, artifact: name, version: null, renumbered }, sentence: `${moves.join(', ')}: the team has other versions there` };
}

function ofRestore({ kind, artifact, result }: Of<'restore.finished'>): WatchLine {
  const { written, deleted, target, version } = result;
  const made = version === null ? null : versionDocument(artifact, version);
  return {
    document: { event: kind, artifact, version: made, written, deleted, target },
    sentence: `${artifact} was restored into ${printable(target)}`,
  };
}

function ofRoom({ kind, room }: Of<'store.roomChanged'>, colours: Colours): WatchLine {
  const text = roomText(room);
  return { document: { event: kind, artifact: null, version: null, ...room }, sentence: room.state === 'free' ? text : colours.yellow(text) };
}

function ofDamage({ kind, findings, message }: Of<'store.damaged'>, colours: Colours): WatchLine {
  return {
    document: { event: kind, artifact: null, version: null, findings, message },
    sentence: colours.red(`the store is damaged (${counted(findings, 'finding')}): ${printable(message)}`),
  };
}

function ofFailure({ activity, message }: Of<'activity.finished'>, colours: Colours): WatchLine {
  const { artifact } = activity;
  return {
    document: { event: 'activity.failed', artifact, version: null, message },
    sentence: colours.red(`${artifact ?? 'the store'}: ${printable(message)}`),
  };
}

function stateSentence({ name, state, stateMessage }: ArtifactView, colours: Colours): string {
  const text = `${name} is ${state}${stateMessage === '' ? '' : `: ${printable(stateMessage)}`}`;
  return state === 'problem' ? colours.red(text) : colours.dim(text);
}
