import type { EngineEvent } from '../../../shared/contract.ts';
import { tellError } from '../../lib/notices.ts';
import { ruleWord } from '../../lib/keep-words.ts';
import type { KeepState, KeepSurroundings, SetKeepState } from './store.ts';

type Fates = Pick<KeepState, 'open' | 'reload' | 'setPinned' | 'setTimeToLive'> & { foldFates(event: EngineEvent): void };

/** The fates of the opened artifact's versions: asked for anew when anything about them changed. */
export function createFates({ client, notices }: KeepSurroundings, set: SetKeepState, get: () => KeepState): Fates {
  let asking = false;
  let outdated = false;
  /** The rule that the known fates are of, to tell a new one from other news. */
  let known = '';

  async function ask(artifact: string): Promise<void> {
    try {
      const { fates, rule, timeToLive } = await client.invoke('keep.plan', { artifact });
      if (get().artifact !== artifact) return;
      known = `${ruleWord(rule)} ${timeToLive}`;
      set({ fates: Object.fromEntries(fates.map((fate) => [fate.ref, fate])) });
    } catch {
      // Nothing is shown of what is not known; the engine's absence is told by its banner.
      if (get().artifact === artifact) set({ fates: {} });
    }
  }

  async function edit(title: string, work: (artifact: string) => Promise<unknown>): Promise<void> {
    try {
      await work(get().artifact);
    } catch (error) {
      tellError(notices, title, error);
    }
  }

  return {
    async open(artifact) {
      if (artifact === get().artifact) return;
      set({ artifact, fates: {} });
      await get().reload();
    },

    async reload() {
      outdated = true;
      if (asking || get().artifact === '') return;
      asking = true;
      while (outdated) {
        outdated = false;
        await ask(get().artifact);
      }
      asking = false;
    },

    foldFates(event) {
      if (isAbout(event, get().artifact, known)) void get().reload();
    },

    setPinned: (ref, pinned) =>
      edit(pinned ? `${ref} was not pinned` : `${ref} was not unpinned`, (artifact) => client.invoke('version.setPinned', { artifact, ref, pinned })),
    setTimeToLive: (ref, timeToLive) =>
      edit(`The time to live of ${ref} was not set`, (artifact) => client.invoke('version.setTimeToLive', { artifact, ref, timeToLive })),
  };
}

/** Whether a fact may change fates of the artifact. */
function isAbout(event: EngineEvent, artifact: string, known: string): boolean {
  switch (event.kind) {
    case 'version.created':
    case 'version.edited':
      return event.artifact === artifact;
    case 'versions.deleted':
    case 'versions.revived':
      return event.artifact.name === artifact;
    case 'artifact.changed':
      return event.artifact.name === artifact && `${ruleWord(event.artifact.keep)} ${event.artifact.timeToLive}` !== known;
    default:
      return false;
  }
}
