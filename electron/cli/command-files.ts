import type { Command } from 'commander';
import type { Run } from './invocation.ts';

/** Adds one command to the program. */
export type Define = (program: Command, run: Run) => Command;

interface CommandFile {
  readonly heading: string;
  readonly load: () => Promise<Define>;
}

const tracking = 'Tracking:';
const looking = 'Looking:';
const bringing = 'Bringing back:';
const naming = 'Naming and describing:';
const keeping = 'The store:';
const sharing = 'The team:';

/** Every command, in the order of the help. Only the files that a call needs are loaded. */
export const commandFiles: Readonly<Record<string, CommandFile>> = {
  track: { heading: tracking, load: async () => (await import('./commands/track.ts')).defineTrack },
  untrack: { heading: tracking, load: async () => (await import('./commands/untrack.ts')).defineUntrack },
  snapshot: { heading: tracking, load: async () => (await import('./commands/snapshot.ts')).defineSnapshot },
  watch: { heading: tracking, load: async () => (await import('./commands/watch.ts')).defineWatch },
  ref: { heading: tracking, load: async () => (await import('./commands/ref.ts')).defineRef },
  ls: { heading: looking, load: async () => (await import('./commands/ls.ts')).defineLs },
  log: { heading: looking, load: async () => (await import('./commands/log.ts')).defineLog },
  show: { heading: looking, load: async () => (await import('./commands/show.ts')).defineShow },
  files: { heading: looking, load: async () => (await import('./commands/files.ts')).defineFiles },
  diff: { heading: looking, load: async () => (await import('./commands/diff.ts')).defineDiff },
  history: { heading: looking, load: async () => (await import('./commands/history.ts')).defineHistory },
  manifest: { heading: looking, load: async () => (await import('./commands/manifest.ts')).defineManifest },
  restore: { heading: bringing, load: async () => (await import('./commands/restore.ts')).defineRestore },
  use: { heading: bringing, load: async () => (await import('./commands/use.ts')).defineUse },
  undo: { heading: bringing, load: async () => (await import('./commands/undo.ts')).defineUndo },
  alias: { heading: naming, load: async () => (await import('./commands/alias.ts')).defineAlias },
  tag: { heading: naming, load: async () => (await import('./commands/tag.ts')).defineTag },
  describe: { heading: naming, load: async () => (await import('./commands/describe.ts')).defineDescribe },
  meta: { heading: naming, load: async () => (await import('./commands/meta.ts')).defineMeta },
  remote: { heading: sharing, load: async () => (await import('./commands/remote.ts')).defineRemote },
  push: { heading: sharing, load: async () => (await import('./commands/push.ts')).definePush },
  pull: { heading: sharing, load: async () => (await import('./commands/pull.ts')).definePull },
  sync: { heading: sharing, load: async () => (await import('./commands/sync.ts')).defineSync },
  status: { heading: sharing, load: async () => (await import('./commands/status.ts')).defineStatus },
  offline: { heading: sharing, load: async () => (await import('./commands/offline.ts')).defineOffline },
  conflicts: { heading: sharing, load: async () => (await import('./commands/conflicts.ts')).defineConflicts },
  settle: { heading: sharing, load: async () => (await import('./commands/settle.ts')).defineSettle },
  sides: { heading: sharing, load: async () => (await import('./commands/sides.ts')).defineSides },
  clone: { heading: sharing, load: async () => (await import('./commands/clone.ts')).defineClone },
  rm: { heading: keeping, load: async () => (await import('./commands/rm.ts')).defineRm },
  keep: { heading: keeping, load: async () => (await import('./commands/keep.ts')).defineKeep },
  limit: { heading: keeping, load: async () => (await import('./commands/limit.ts')).defineLimit },
  empty: { heading: keeping, load: async () => (await import('./commands/empty.ts')).defineEmpty },
  purge: { heading: keeping, load: async () => (await import('./commands/purge.ts')).definePurge },
  du: { heading: keeping, load: async () => (await import('./commands/du.ts')).defineDu },
  verify: { heading: keeping, load: async () => (await import('./commands/verify.ts')).defineVerify },
  rebuild: { heading: keeping, load: async () => (await import('./commands/rebuild.ts')).defineRebuild },
  ops: { heading: keeping, load: async () => (await import('./commands/ops.ts')).defineOps },
};

/**
 * The names of the commands that these words may need: the one they call, or all of them where that is not certain (help, no
 * command, an unknown one).
 */
export function neededCommands(words: readonly string[]): string[] {
  let at = 0;
  while (at < words.length && (words[at] === '--json' || words[at] === '--home')) at += words[at] === '--home' ? 2 : 1;
  const word = words[at] ?? '';
  if (word === '--version') return [];
  return Object.hasOwn(commandFiles, word) ? [word] : Object.keys(commandFiles);
}
