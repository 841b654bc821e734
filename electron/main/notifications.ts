import { Notification } from 'electron';
import type { EngineEvent } from '../../shared/contract.ts';
import type { RoomView } from '../../shared/values.ts';

export interface Notice {
  readonly title: string;
  readonly body: string;
  /** The artifact to open when it is clicked. */
  readonly artifact: string | undefined;
}

/** Which facts deserve a person's attention outside the window. Versions do not: there are many, and all is well. */
export class Noticing {
  readonly #problems = new Set<string>();
  readonly #refusals = new Map<string, string>();

  noticeOf(event: EngineEvent): Notice | undefined {
    if (event.kind === 'artifact.changed') return this.#problemOf(event.artifact);
    if (event.kind === 'sync.changed') return this.#refusalOf(event);
    // What went by itself and needs a person is told as that; the rest goes on by itself.
    if (event.kind === 'activity.finished' && event.outcome === 'failed' && event.activity.automatic !== true) {
      return { title: 'Strata could not finish', body: event.message, artifact: event.activity.artifact ?? undefined };
    }
    if (event.kind === 'store.damaged') return damageNotice(event.findings);
    return event.kind === 'store.roomChanged' ? roomNotice(event.room) : undefined;
  }

  /** What a push or pull by itself stopped at is said once, until it goes on. */
  #refusalOf({ artifact, state, message }: Extract<EngineEvent, { kind: 'sync.changed' }>): Notice | undefined {
    if (state === 'resting') this.#refusals.delete(artifact);
    if (state !== 'refused' || this.#refusals.get(artifact) === message) return undefined;
    this.#refusals.set(artifact, message);
    return { title: `${artifact} is not pushed any more`, body: message, artifact };
  }

  /** A problem is said once, until it has gone away. */
  #problemOf({ name, state, stateMessage }: { name: string; state: string; stateMessage: string }): Notice | undefined {
    if (state !== 'problem') {
      this.#problems.delete(name);
      return undefined;
    }
    if (this.#problems.has(name)) return undefined;
    this.#problems.add(name);
    return { title: `${name} needs attention`, body: stateMessage, artifact: name };
  }
}

/** A store that fills up is told while there is time to do something about it. */
function roomNotice({ state }: RoomView): Notice | undefined {
  if (state === 'free') return undefined;
  const body =
    state === 'near'
      ? 'It takes more than 90 % of its limit. Delete versions or keep fewer of them before it is full.'
      : 'What is stored is safe, but no new versions are made until there is room again.';
  return { title: state === 'near' ? 'The store is nearly full' : 'The store has reached its limit', body, artifact: undefined };
}

function damageNotice(findings: number): Notice {
  const found = findings === 1 ? 'One thing was found' : `${findings} things were found`;
  return { title: 'The store is damaged', body: `${found}. Storage shows what is touched, and repairs what can be repaired.`, artifact: undefined };
}

export function showNotice({ title, body }: Notice, onClick: () => void): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title, body });
  notification.on('click', onClick);
  notification.show();
}
