import { onTestFinished } from 'vitest';
import { socketPath } from '../../electron/adapters/home-folder.ts';
import { serveSocket } from '../../electron/host/socket-server.ts';
import { silentLog } from '../../electron/host/stderr-log.ts';
import { createStandIn, type Answers, type StandIn } from '../host/stand-in.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';

/** A scripted engine that runs for a new home, as the app's would. */
export async function listeningEngine(answers: Answers): Promise<StandIn & { hangUp(): Promise<void> }> {
  const home = temporaryFolder();
  const engine = createStandIn(home, answers);
  const server = await serveSocket(engine, { path: socketPath(home), log: silentLog });
  onTestFinished(() => server.close());
  return Object.assign(engine, { hangUp: () => server.close() });
}
