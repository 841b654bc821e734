import { app, clipboard, nativeTheme, shell } from 'electron';
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { ContractError } from '../../shared/errors.ts';
import { shellMethods, type EngineState, type ShellMethodName, type ShellMethods, type ShellResult } from '../../shared/shell.ts';
import type { SettingsFile } from './settings-file.ts';

type ShellHandlers = {
  [M in ShellMethodName]: (params: z.output<ShellMethods[M]['params']>) => Promise<ShellResult<M>> | ShellResult<M>;
};

export interface ShellParts {
  readonly settings: SettingsFile;
  readonly chooseFolder: (title: string | undefined, button: string | undefined) => Promise<string | null>;
  readonly chooseFile: (title: string | undefined) => Promise<string | null>;
  readonly chooseNewFile: (title: string, name: string) => Promise<string | null>;
  readonly engineState: () => EngineState;
  readonly retryEngine: () => void;
}

function createHandlers({ settings, chooseFolder, chooseFile, chooseNewFile, engineState, retryEngine }: ShellParts): ShellHandlers {
  return {
    'shell.chooseFolder': async ({ title, button }) => ({ path: await chooseFolder(title, button) }),
    'shell.chooseFile': async ({ title }) => ({ path: await chooseFile(title) }),
    'shell.saveText': async ({ title, name, text }) => {
      const path = await chooseNewFile(title, basename(name));
      if (path !== null) await writeFile(path, text, { mode: 0o600 });
      return { path };
    },
    'shell.reveal': ({ path }) => {
      shell.showItemInFolder(path);
      return {};
    },
    'shell.copyText': async ({ text }) => {
      await clipboard.writeText(text);
      return {};
    },
    'shell.engineState': () => engineState(),
    'shell.retryEngine': () => {
      retryEngine();
      return engineState();
    },
    'shell.setTheme': ({ theme }) => {
      nativeTheme.themeSource = theme;
      settings.change({ theme });
      return {};
    },
    'shell.quit': () => {
      // After the answer is on its way.
      setImmediate(() => app.quit());
      return {};
    },
  };
}

const isShellMethod = (name: string): name is ShellMethodName => Object.hasOwn(shellMethods, name);

/** Answers the methods that main itself owns. */
export function createShellDispatcher(parts: ShellParts): (method: string, params: unknown) => Promise<unknown> {
  const handlers = createHandlers(parts);
  return async (method, params) => {
    if (!isShellMethod(method)) {
      throw new ContractError({ code: 'request.unknown-method', message: `There is no method "${method}".` });
    }
    const parsed = shellMethods[method].params.safeParse(params);
    if (!parsed.success) {
      const message = `The request "${method}" is not valid: ${z.prettifyError(parsed.error)}`;
      throw new ContractError({ code: 'request.invalid', message });
    }
    const handle = handlers[method] as (params: unknown) => unknown;
    return handle(parsed.data);
  };
}
