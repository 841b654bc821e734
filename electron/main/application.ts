import { app, net, powerMonitor, type BrowserWindow } from 'electron';
import path from 'node:path';
import { createClient, type Client } from '../../shared/client.ts';
import type { EngineEvent } from '../../shared/contract.ts';
import type { EngineState, ShellEvent } from '../../shared/shell.ts';
import { EMPTY_SUMMARY, summarize, withEngineState, withEvent, type Summary } from './activity-summary.ts';
import { APP_ORIGIN } from './app-protocol.ts';
import { Bridge } from './bridge.ts';
import { chooseLauncher } from './choose-launcher.ts';
import type { Commands } from './commands.ts';
import { chooseFile, chooseFolder, chooseNewFile } from './dialogs.ts';
import { watchConditions } from './conditions.ts';
import { EngineProcess } from './engine-process.ts';
import { systemSeal } from './key-store-seal.ts';
import { KeyStore } from './key-store.ts';
import type { LaunchArguments } from './launch-arguments.ts';
import { setApplicationMenu, setDockMenu } from './menu.ts';
import { isMetered } from './metered.ts';
import { Noticing, showNotice, type Notice } from './notifications.ts';
import { findPlaces } from './places.ts';
import type { SettingsFile } from './settings-file.ts';
import { createShellDispatcher } from './shell-methods.ts';
import { trackFolder } from './track-folder.ts';
import { createTray, type StrataTray } from './tray.ts';
import { createWindow, showWindow } from './window.ts';

/** The running app: the engine's supervisor, one window, the tray, and the few ways between them. */
export class Application {
  readonly #launch: LaunchArguments;
  readonly #settings: SettingsFile;
  readonly #places = findPlaces();
  readonly #pageUrl = (!app.isPackaged && process.env['ELECTRON_RENDERER_URL']) || `${APP_ORIGIN}/index.html`;
  readonly #noticing = new Noticing();
  readonly #keys = new KeyStore(path.join(app.getPath('userData'), 'keys.json'), systemSeal());
  readonly #commands: Commands;
  readonly #bridge: Bridge;
  readonly #client: Client;
  readonly engine: EngineProcess;
  readonly tray: StrataTray;
  #window: BrowserWindow | undefined;
  #summary: Summary = EMPTY_SUMMARY;
  #isQuitting = false;

  constructor(launch: LaunchArguments, settings: SettingsFile) {
    this.#launch = launch;
    this.#settings = settings;
    this.engine = this.#createEngine();
    this.#client = createClient({
      invoke: (method, params) => this.engine.invoke(method, params),
      subscribe: () => () => undefined,
    });
    this.#commands = {
      open: () => this.open(),
      addFolder: () => void this.#addFolder(),
      setAllPaused: (paused) => void this.#setAllPaused(paused),
      quit: () => app.quit(),
    };
    this.#bridge = this.#createBridge();
    this.tray = createTray(this.#places.icons, this.#commands, this.#summary);
  }

  start(): void {
    this.#watchConditions();
    this.engine.start();
    setApplicationMenu(this.#summary, this.#commands);
    setDockMenu(this.#commands);
    if (!this.#launch.isHidden) this.open();
    this.track(this.#launch.track);
  }

  open(): void {
    if (this.#window) return showWindow(this.#window);
    const window = this.#createWindow();
    // Facts of the engine may still come while the app quits, and a destroyed window throws at every touch.
    window.once('closed', () => (this.#window = undefined));
    this.#window = window;
  }

  track(folders: readonly string[]): void {
    for (const folder of folders) void this.#track(folder);
  }

  /** A folder that was dropped on the dock icon: the window asks about it as if it had been dropped there. */
  requestTrack(folder: string): void {
    this.open();
    this.#bridge.tellShell({ kind: 'shell.trackRequested', path: folder });
  }

  async quit(): Promise<void> {
    this.#isQuitting = true;
    await this.engine.shutdown();
  }

  /** From now on a closed window is closed. */
  beginQuit(): void {
    this.#isQuitting = true;
  }

  #createEngine(): EngineProcess {
    const { home } = this.#launch;
    const program = { entry: this.#places.engine, args: [`--home=${home}`], env: { STRATA_HOME: home } };
    return new EngineProcess(chooseLauncher(program, this.#places.root), {
      onEvent: (event) => this.#onEvent(event),
      onState: (state) => this.#onEngineState(state),
      onReady: (where) => this.#onReady(where),
      onAsk: (question) => this.#keys.answer(question),
    });
  }

  #watchConditions(): void {
    const every = (ms: number, action: () => void) => void setInterval(action, ms).unref();
    watchConditions({ power: powerMonitor, isOnline: () => net.isOnline(), isMetered, every }, (frame) => this.engine.tellConditions(frame));
  }

  #createBridge(): Bridge {
    return new Bridge({
      origin: new URL(this.#pageUrl).protocol === 'strata:' ? APP_ORIGIN : new URL(this.#pageUrl).origin,
      window: () => this.#window,
      askEngine: (method, params) => this.engine.invoke(method, params),
      askShell: createShellDispatcher({
        settings: this.#settings,
        chooseFolder: (title, button) => chooseFolder(this.#window, title, button),
        chooseFile: (title) => chooseFile(this.#window, title),
        chooseNewFile: (title, name) => chooseNewFile(this.#window, title, name),
        engineState: () => this.engine.state,
        retryEngine: () => this.engine.retry(),
      }),
    });
  }

  #createWindow(): BrowserWindow {
    return createWindow({
      url: this.#pageUrl,
      preload: this.#places.preload,
      icon: path.join(this.#places.icons, '256.png'),
      settings: this.#settings,
      staysInTray: () => !this.#isQuitting,
      onHidden: () => this.#tellAboutTray(),
    });
  }

  #onReady(home: string): void {
    void this.#readSummary();
    if (process.env['STRATA_ANNOUNCE'] === '1') {
      const doing = this.#launch.track.length > 0 ? `tracking ${this.#launch.track.join(', ')}` : 'the window is open';
      console.log(`Strata runs: ${doing}; its home is ${home}; stop it with Ctrl-C.`);
    }
  }

  async #readSummary(): Promise<void> {
    const read = Promise.all([this.#client.invoke('artifact.list', {}), this.#client.invoke('home.status', {})]);
    // An engine that dies meanwhile is read again when it is back.
    const [list, status] = await read.catch(() => []);
    if (list && status) this.#show(summarize(list.artifacts, status.allPaused));
  }

  #onEvent(event: EngineEvent): void {
    this.#bridge.tellFact(event);
    this.#show(withEvent(this.#summary, event));
    const notice = this.#noticing.noticeOf(event);
    if (notice && !this.#window?.isFocused()) showNotice(notice, () => this.#openNotice(notice));
  }

  #onEngineState(state: EngineState): void {
    this.#bridge.tellShell({ kind: 'shell.engineStateChanged', engine: state });
    this.#show(withEngineState(this.#summary, state.state));
  }

  #show(summary: Summary): void {
    const before = this.#summary;
    this.#summary = summary;
    if (this.#isQuitting || summary === before) return;
    this.tray.update(summary);
    const menuChanged = before.allPaused !== summary.allPaused || before.engine !== summary.engine;
    if (menuChanged) setApplicationMenu(summary, this.#commands);
  }

  #openNotice({ artifact }: Notice): void {
    this.open();
    if (artifact !== undefined) this.#tell({ kind: 'shell.openArtifact', artifact });
  }

  async #track(folder: string): Promise<void> {
    const outcome = await trackFolder(this.#client, folder);
    if (outcome.kind === 'refused') {
      console.error(`Strata does not track ${folder}: ${outcome.error.message}`);
      this.#tell({ kind: 'shell.trackRefused', path: folder, error: outcome.error });
    } else {
      this.#tell({ kind: 'shell.openArtifact', artifact: outcome.artifact });
    }
  }

  async #addFolder(): Promise<void> {
    this.open();
    const folder = await chooseFolder(this.#window);
    if (folder !== null) this.#tell({ kind: 'shell.trackRequested', path: folder });
  }

  async #setAllPaused(paused: boolean): Promise<void> {
    await this.#client.invoke('home.setAllPaused', { paused }).catch((error: unknown) => {
      console.error(`Strata could not ${paused ? 'pause' : 'resume'}: ${String(error)}`);
    });
  }

  #tellAboutTray(): void {
    if (this.#settings.current.toldAboutTray) return;
    this.#settings.change({ toldAboutTray: true });
    const body = 'Strata keeps watching your folders. Open it again from its icon in the tray.';
    showNotice({ title: 'Strata is still running', body, artifact: undefined }, () => this.open());
  }

  #tell(event: ShellEvent): void {
    this.#bridge.tellShell(event);
  }
}
