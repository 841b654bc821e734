import { Failure } from '../model/failure.ts';

/** A work tree that is no longer where it was: an unplugged drive, or a folder that was moved. */
export function goneFolder(path: string): Failure {
  return new Failure('folder.gone', `The folder ${path} is not there any more; saves go on when it is back.`, { path });
}
