import { prepareElectron } from '../../build/electron-environment.mjs';

/** What the tests' workers need of this machine comes to them through the environment. */
export default async function globalSetup(): Promise<() => void> {
  const { env, display, flags, runtime } = await prepareElectron();
  Object.assign(process.env, env, { STRATA_ELECTRON: runtime.executable, STRATA_ELECTRON_FLAGS: flags.join(' ') });
  return () => display.close();
}
