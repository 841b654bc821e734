import { nameOf, parentOf, type EntryPath, type FolderPath } from '../../electron/engine/model/entry-path.ts';
import type { CapturedFile, CaptureFolder, CaptureSession, FileStamp } from '../../electron/engine/ports/capture.ts';
import { encodeListing } from '../../electron/engine/scan/listing.ts';
import { capturedFiles } from '../../electron/engine/snapshot/captured-files.ts';

/** A file as a test asks for it. */
export interface AskedFile {
  readonly path: EntryPath;
  readonly stamp: FileStamp;
}

/** The files as a scan of their folders would list them. */
export function foldersOf(files: readonly AskedFile[]): CaptureFolder[] {
  const byFolder = Map.groupBy(files, ({ path }): FolderPath => parentOf(path));
  return [...byFolder].map(([path, inside]) => ({
    path,
    files: encodeListing(inside.map((file) => ({ kind: 'file', name: nameOf(file.path), stamp: file.stamp }))),
  }));
}

/** Every answer of a session, file by file, in the order in which they come. */
export async function takeAll(session: CaptureSession, into: CapturedFile[] = []): Promise<CapturedFile[]> {
  for await (const folders of session.results()) for (const folder of folders) into.push(...capturedFiles(folder));
  return into;
}
