import { app } from 'electron';
import path from 'node:path';
import { runCommandLine, wordsOf } from './command-line.ts';

// Entry of the app's program: the window, or the command line of a package (`strata-desktop --cli -- WORDS`). Electron holds
// its start back until this module is done, so a command never gets as far as a window, a display or the claim to be the
// only app.
const words = wordsOf(process.argv);
if (words === null) await import('./desktop.ts');
else await runCommandLine(path.join(app.getAppPath(), 'out/main/cli.js'), words, app.getAppPath());
