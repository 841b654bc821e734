import { app } from 'electron';
import { homedir } from 'node:os';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { Application } from './application.ts';
import { parseLaunchArguments } from './launch-arguments.ts';
import { findPlaces } from './places.ts';
import { adoptProfile } from './profile.ts';
import { confineAllContents, refusePermissions } from './security.ts';
import { claimSingleInstance } from './single-instance.ts';

const launch = parseLaunchArguments(process.argv.slice(1), process.cwd(), {
  platform: process.platform,
  env: process.env,
  userFolder: homedir(),
});
const settings = adoptProfile(launch);
let application: Application | undefined;

function onSecondStart(track: readonly string[]): void {
  application?.open();
  application?.track(track);
}

/** Quitting waits for the engine, which is told to finish and is given a short while for it. */
function quitCleanly(running: Application): void {
  app.on('before-quit', () => running.beginQuit());
  app.on('will-quit', (event) => {
    event.preventDefault();
    void running.quit().finally(() => app.exit(0));
  });
  // Without a window the app lives on in the tray.
  app.on('window-all-closed', () => undefined);
  app.on('activate', () => running.open());
}

function start(): void {
  refusePermissions();
  serveApp(findPlaces().renderer);
  const running = new Application(launch, settings);
  application = running;
  quitCleanly(running);
  running.start();
  if (process.env['STRATA_TEST'] === '1' && !app.isPackaged) Object.assign(globalThis, { strataApplication: running });
}

if (claimSingleInstance(launch, onSecondStart)) {
  registerAppScheme();
  confineAllContents();
  app.on('open-file', (event, folder) => {
    event.preventDefault();
    void app.whenReady().then(() => application?.requestTrack(folder));
  });
  void app.whenReady().then(start);
} else {
  console.log('Strata is already running; its window has been shown.');
  app.exit(0);
}
