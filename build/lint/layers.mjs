// The "never" arrows of the architecture, as data. A layer is a folder; an arrow says which layers, and which
// packages, the code in a folder must not import, and why. build/lint/plugin.mjs turns each into a lint error.

/**
 * @typedef {object} Arrow
 * @property {string} from     folder whose files are meant ('' = every product file)
 * @property {string[]} [to]   folders that must not be imported
 * @property {string[]} [packages]  packages that must not be imported ('node:*' = everything built into Node)
 * @property {string[]} [onlyPackages]  the only packages that may be imported
 * @property {string} why      the sentence that the developer reads
 */

/** @type {readonly Arrow[]} */
export const arrows = [
  {
    from: 'shared',
    to: ['electron', 'renderer', 'build'],
    why: 'shared/ is the contract between processes: it depends on nothing else of ours.',
  },
  {
    from: 'shared',
    packages: ['node:*', 'electron', 'react', 'react-dom', 'better-sqlite3'],
    why: 'shared/ runs in every process: no Node, no Electron, no React.',
  },
  {
    from: 'electron/engine',
    to: [
      'electron/adapters',
      'electron/database',
      'electron/host',
      'electron/main',
      'electron/preload',
      'electron/cli',
      'renderer',
    ],
    why: 'The engine knows only its own ports; electron/host/create-engine.ts hands it the adapters.',
  },
  {
    from: 'electron/engine',
    onlyPackages: ['ignore'],
    why: 'The engine imports no Node, no Electron, no database, no watcher, no cloud SDK: ask for a port instead.',
  },
  {
    from: 'electron/main',
    to: ['electron/engine', 'electron/adapters', 'electron/database', 'electron/host', 'electron/cli'],
    why: 'The main process owns windows only; everything else is asked of the engine process through the contract.',
  },
  {
    from: 'electron/preload',
    to: ['electron/engine', 'electron/adapters', 'electron/database', 'electron/host', 'electron/cli', 'electron/main'],
    why: 'The preload is only the bridge between the window and main.',
  },
  { from: 'electron', to: ['renderer'], why: 'The window is reached through the contract, never by import.' },
  {
    from: 'electron/adapters',
    to: ['electron/host', 'electron/main', 'electron/preload', 'electron/cli'],
    why: 'An adapter fulfils a port of the engine and knows nothing of who composes it.',
  },
  {
    from: 'electron/database',
    to: ['electron/adapters', 'electron/host', 'electron/main', 'electron/preload', 'electron/cli'],
    why: 'The database fulfils a port of the engine and knows nothing of who composes it.',
  },
  {
    from: 'renderer',
    to: ['electron', 'build'],
    why: 'The window knows the contract in shared/ and nothing of the processes behind it.',
  },
  {
    from: 'renderer',
    packages: ['node:*', 'electron', 'better-sqlite3', 'chokidar'],
    why: 'The window is a sandboxed page: there is no Node in it.',
  },
  {
    from: 'renderer/components',
    to: ['renderer/features', 'renderer/app'],
    why: 'A component knows no feature; pass what it shows as properties.',
  },
  {
    from: 'renderer/lib',
    to: ['renderer/features', 'renderer/components', 'renderer/app'],
    why: 'renderer/lib/ is the bottom of the window.',
  },
  { from: 'renderer/features', to: ['renderer/app'], why: 'renderer/app/ composes the features, not the other way.' },
  { from: '', to: ['test'], why: 'What ships must not lean on tests.' },
];

/** Folders whose sub-folders must not know each other. */
export const isolated = [
  { folder: 'renderer/features', why: 'Features know nothing of each other; renderer/app/ composes them.' },
];
