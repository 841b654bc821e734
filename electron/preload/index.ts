import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { EngineEvent } from '../../shared/contract.ts';
import type { ShellEvent, StrataBridge } from '../../shared/shell.ts';

type Listener = (event: EngineEvent | ShellEvent) => void;

const listeners = new Set<Listener>();
ipcRenderer.on('strata:event', (_, event: EngineEvent | ShellEvent) => {
  for (const listener of listeners) listener(event);
});

const bridge: StrataBridge = {
  invoke: (method, params) => ipcRenderer.invoke('strata:invoke', method, params),
  subscribe: (listener) => {
    // A listener of our own for each call: one function may be subscribed twice.
    const own: Listener = (event) => listener(event);
    listeners.add(own);
    ipcRenderer.send('strata:listening');
    return () => void listeners.delete(own);
  },
  pathForFile: (file) => webUtils.getPathForFile(file as File),
};

contextBridge.exposeInMainWorld('strata', bridge);
