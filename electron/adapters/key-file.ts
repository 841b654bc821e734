import { open } from 'node:fs/promises';
import { Failure } from '../engine/model/failure.ts';
import { systemCode } from './durable-files.ts';

/** No key file is bigger; a big file that was chosen by mistake is not read. */
const mostBytes = 64 * 1024;

/** The content of a key file. Throws Failure `bucket.no-credentials` when it cannot be read, and `bucket.wrong-key` for what is no such file. */
export async function readKeyFile(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(mostBytes + 1), position: 0 });
      if (bytesRead <= mostBytes) return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new Failure('bucket.no-credentials', `The key file ${path} ${whyNot(error)}.`, { path, reason: systemCode(error) }, error);
  }
  throw new Failure('bucket.wrong-key', `${path} is no key file of a Google service account. Choose the JSON file that was downloaded when the key was made.`, { path });
}

function whyNot(error: unknown): string {
  const code = systemCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'is not there any more, or never was. Put it back, or choose another one';
  if (code === 'EACCES' || code === 'EPERM') return 'cannot be read; check its permissions';
  if (code === 'EISDIR') return 'is a folder. Choose the JSON file that was downloaded when the key was made';
  return `cannot be read (${code ?? 'unknown'})`;
}
