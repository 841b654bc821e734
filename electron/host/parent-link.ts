import type { FromEngineFrame } from '../../shared/frames.ts';

/** The road between an engine process and the process that started it. */
export interface ParentLink {
  /** Whether there is anybody at the other end. */
  readonly connected: boolean;
  /** Frames that arrive are not parsed yet. */
  onFrame(listener: (raw: unknown) => void): void;
  /** The parent is gone. */
  onEnd(listener: () => void): void;
  /** Resolves when the frame is on its way, also when there is nobody to send it to. */
  send(frame: FromEngineFrame): Promise<void>;
}

/** What Electron adds to `process` in a utility process. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/** Electron hands messages over some time after `postMessage`, and tells nobody when. ms. */
const handOver = 50;

/** The link of this process: Electron's utility process, a forked Node, or none at all (run by hand). */
export function openParentLink(): ParentLink {
  const port = 'parentPort' in process ? (process.parentPort as ParentPort | undefined) : undefined;
  if (port) return utilityLink(port);
  return forkLink();
}

function utilityLink(port: ParentPort): ParentLink {
  return {
    connected: true,
    onFrame: (listener) => port.on('message', (event) => listener(event.data)),
    // Electron ends the utility process together with its parent.
    onEnd: () => undefined,
    send(frame) {
      port.postMessage(frame);
      if (frame.type !== 'refused') return Promise.resolve();
      return new Promise((resolve) => setTimeout(resolve, handOver));
    },
  };
}

function forkLink(): ParentLink {
  return {
    get connected() {
      return process.connected;
    },
    onFrame: (listener) => void process.on('message', listener),
    onEnd: (listener) => void process.on('disconnect', listener),
    send: (frame) =>
      new Promise((resolve) => {
        if (!process.connected || process.send === undefined) return resolve();
        // An error here means that the parent went away; `onEnd` tells.
        process.send(frame, undefined, undefined, () => resolve());
      }),
  };
}

/** The same link without the frames that `takes` takes for itself. */
export function linkWithout(link: ParentLink, takes: (raw: unknown) => boolean): ParentLink {
  return {
    get connected() {
      return link.connected;
    },
    onEnd: (listener) => link.onEnd(listener),
    send: (frame) => link.send(frame),
    onFrame: (listener) =>
      link.onFrame((raw) => {
        if (!takes(raw)) listener(raw);
      }),
  };
}
