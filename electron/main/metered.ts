import { execFile } from 'node:child_process';

interface Question {
  readonly command: string;
  readonly args: readonly string[];
  /** Null: it did not say. */
  readonly read: (answer: string) => boolean | null;
}

/** NetworkManager's `NMMetered`: 1 yes, 2 no, 3 and 4 the same as a guess, 0 unknown. busctl writes `u 4`. */
export function readNetworkManager(answer: string): boolean | null {
  const value = /^u (\d)\s*$/.exec(answer)?.[1];
  if (value === '1' || value === '3') return true;
  return value === '2' || value === '4' ? false : null;
}

/** Windows' `NetworkCostType`: 1 unrestricted, 2 fixed, 3 variable, 0 unknown. */
export function readNetworkCost(answer: string): boolean | null {
  const value = /^(\d)\s*$/.exec(answer)?.[1];
  if (value === '2' || value === '3') return true;
  return value === '1' ? false : null;
}

const cost = '[int][Windows.Networking.Connectivity.NetworkInformation,Windows,ContentType=WindowsRuntime]::GetInternetConnectionProfile().GetConnectionCost().NetworkCostType';

/** Systems that are not named here do not tell. */
const questions: Readonly<Partial<Record<NodeJS.Platform, Question>>> = {
  linux: {
    command: 'busctl',
    args: ['--system', 'get-property', 'org.freedesktop.NetworkManager', '/org/freedesktop/NetworkManager', 'org.freedesktop.NetworkManager', 'Metered'],
    read: readNetworkManager,
  },
  win32: { command: 'powershell.exe', args: ['-NoProfile', '-NonInteractive', '-Command', cost], read: readNetworkCost },
};

const patience = 10_000;

/** Whether bytes over the present connection are counted or cost something; null where the system does not tell. Never rejects. */
export function isMetered(platform: NodeJS.Platform = process.platform): Promise<boolean | null> {
  const question = questions[platform];
  if (question === undefined) return Promise.resolve(null);
  return new Promise((resolve) => {
    execFile(question.command, question.args, { timeout: patience, windowsHide: true }, (error, stdout) => resolve(error === null ? question.read(stdout) : null));
  });
}
