import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A caller that speaks bytes instead of the contract. */
export interface RawCaller {
  readonly socket: Socket;
  readonly frames: Record<string, unknown>[];
  send(text: string): void;
  /** The first frame for which the condition holds, also when it came before. */
  frame(condition: (frame: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  readonly closed: Promise<void>;
}

export function callRaw(path: string): RawCaller {
  const socket = connect({ path });
  const frames: Record<string, unknown>[] = [];
  const listeners = new Set<() => void>();
  let text = '';
  socket.setEncoding('utf8');
  socket.on('error', () => undefined);
  socket.on('data', (piece: string) => {
    const lines = (text + piece).split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) frames.push(JSON.parse(line) as Record<string, unknown>);
    for (const listener of listeners) listener();
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  onTestFinished(() => void socket.destroy());
  return {
    socket,
    frames,
    closed,
    send: (raw) => void socket.write(raw),
    frame: (condition) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = frames.find(condition);
          if (found === undefined) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        look();
      }),
  };
}
