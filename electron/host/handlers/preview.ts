import type { PreviewView } from '../../../shared/values.ts';
import type { Core } from '../../engine/core.ts';
import { findEntry } from '../../engine/manifest/read-manifest.ts';
import type { FileEntry, ReferenceEntry } from '../../engine/model/entry.ts';
import type { Artifact } from '../../engine/model/artifact.ts';
import { Failure } from '../../engine/model/failure.ts';
import { formatIndex } from '../../engine/model/version-address.ts';
import type { Version } from '../../engine/model/version.ts';
import { isOwn } from '../../engine/references/permission.ts';
import { isOfOne, readReferenceBeginning } from '../../engine/references/reading.ts';
import { fetchVersion } from '../../engine/sync/fetch-version.ts';
import type { SyncCore } from '../../engine/sync/sync-core.ts';
import { entryPathFrom } from '../../engine/versions/history.ts';
import { readBeginning } from '../../engine/versions/read-content.ts';

const mostText = 256 * 1024;
const mostImage = 4 * 1024 * 1024;
const mostHex = 512;

/** Images a browser shows by itself, by their first bytes. SVG is left out: it is shown as the text it is. */
const imageTypes: readonly { readonly mediaType: string; readonly magic: readonly number[]; readonly at?: number }[] = [
  { mediaType: 'image/png', magic: [0x89, 0x50, 0x4e, 0x47] },
  { mediaType: 'image/jpeg', magic: [0xff, 0xd8, 0xff] },
  { mediaType: 'image/gif', magic: [0x47, 0x49, 0x46, 0x38] },
  { mediaType: 'image/webp', magic: [0x57, 0x45, 0x42, 0x50], at: 8 },
  { mediaType: 'image/bmp', magic: [0x42, 0x4d] },
];

/** The same for a version whose contents may lie in a bucket alone: a small file is fetched, a big one waits until somebody restores it. */
export async function previewFetched(core: SyncCore, artifact: Artifact, version: Version, path: string): Promise<PreviewView> {
  const entry = findEntry(version.root, entryPathFrom(path), core.nodes);
  if (entry?.kind === 'reference') return previewReference(core, artifact, entry);
  try {
    return preview(core, version, path);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'content.elsewhere') throw error;
  }
  const size = sizeOf(core, version, path);
  if (size > mostImage) return { kind: 'none', size, reason: 'Its content lies in the remote alone; it comes when the file is restored.' };
  await fetchVersion(core, artifact, formatIndex(version.index), [path]);
  return preview(core, version, path);
}

function sizeOf(core: Core, version: Version, text: string): number {
  const entry = findEntry(version.root, entryPathFrom(text), core.nodes);
  return entry?.kind === 'file' ? entry.size : 0;
}

/** A bounded look at one file of a version: content never leaves the engine in any other way. */
function preview(core: Core, version: Version, text: string): PreviewView {
  const path = entryPathFrom(text);
  const entry = findEntry(version.root, path, core.nodes);
  if (entry === null) throw new Failure('path.not-found', `v${version.index} has no file "${path}".`, { path });
  switch (entry.kind) {
    case 'file':
      return previewFile(core, entry);
    case 'link':
      return { kind: 'text', text: entry.target, size: entry.target.length, truncated: false };
    case 'directory':
      return { kind: 'none', size: null, reason: 'It is an empty folder.' };
    case 'reference':
      return { kind: 'none', size: entry.size, reason: notHere };
  }
}

const notHere = 'Its bytes are not in the store; only its reference is kept.';

/** Asks the source for the beginning of what was added at this computer. For what others refer to nothing is asked by merely looking at it. */
async function previewReference(core: Core, artifact: Artifact, entry: ReferenceEntry): Promise<PreviewView> {
  if (!isOwn(core, artifact, entry.uri)) return { kind: 'none', size: entry.size, reason: notHere };
  try {
    const beginning = await readReferenceBeginning(core, artifact, entry, mostText);
    const size = entry.size ?? beginning.length;
    const isWholeImage = imageOf(beginning) !== undefined && size > beginning.length && size <= mostImage;
    return previewBytes(isWholeImage ? await readReferenceBeginning(core, artifact, entry, mostImage) : beginning, size);
  } catch (error) {
    if (!isOfOne(error)) throw error;
    return { kind: 'none', size: entry.size, reason: error.message };
  }
}

function previewFile(core: Core, entry: FileEntry): PreviewView {
  const { size } = entry;
  const beginning = readBeginning(core, entry, mostText);
  const isWholeImage = imageOf(beginning) !== undefined && size > beginning.length && size <= mostImage;
  return previewBytes(isWholeImage ? readBeginning(core, entry, mostImage) : beginning, size);
}

function imageOf(beginning: Uint8Array): (typeof imageTypes)[number] | undefined {
  return imageTypes.find(({ magic, at = 0 }) => magic.every((byte, i) => beginning[at + i] === byte));
}

/** `beginning`: as many bytes as a text shows, or all of an image. */
function previewBytes(beginning: Uint8Array, size: number): PreviewView {
  if (size === 0) return { kind: 'text', text: '', size, truncated: false };
  const image = imageOf(beginning);
  if (image !== undefined && size <= beginning.length) {
    return { kind: 'image', mediaType: image.mediaType, base64: Buffer.from(beginning).toString('base64'), size };
  }
  const decoded = image === undefined ? decodeText(beginning, size > beginning.length) : null;
  if (decoded !== null) return { kind: 'text', text: decoded, size, truncated: size > beginning.length };
  return { kind: 'binary', size, hex: Buffer.from(beginning.subarray(0, mostHex)).toString('hex') };
}

/** UTF-8 text, or null. A cut end may split a character; that alone does not make it binary. */
function decodeText(bytes: Uint8Array, cut: boolean): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut });
  } catch {
    return null;
  }
}
