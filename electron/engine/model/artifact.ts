import { Failure } from './failure.ts';
import type { KeepRule, TimeToLive } from './keep.ts';

export type ArtifactId = number & { readonly __artifactId: unique symbol };

/** `copy` keeps the bytes; `reference` keeps the manifest alone. */
export type TrackingMode = 'copy' | 'reference';

export interface Artifact {
  readonly id: ArtifactId;
  readonly name: string;
  readonly type: string;
  readonly mode: TrackingMode;
  /** Absolute path of the work tree; null once it is no longer tracked. */
  readonly path: string | null;
  /** The quiet window in ms that turns a burst of saves into one version. */
  readonly quietWindow: number;
  /** Automatic versions are held back while true; saves are caught up on resume. */
  readonly paused: boolean;
  /** Which versions stay by themselves. */
  readonly keep: KeepRule;
  /** How long versions live that have no time of their own. */
  readonly timeToLive: TimeToLive;
  /** Index of the next version. Never goes back, also not after a deletion. */
  readonly nextIndex: number;
  /** ms since 1970. */
  readonly createdAt: number;
}

export const defaultQuietWindow = 2_000;
export const longestWait = 30_000;
export const defaultType = 'dataset';

const namePattern = /^[A-Za-z0-9_.-]{1,128}$/;

export function isArtifactName(name: string): boolean {
  return namePattern.test(name) && name !== '.' && name !== '..';
}

/** Checks an artifact's name; throws Failure `artifact.name-invalid`. */
export function checkArtifactName(name: string): string {
  if (!isArtifactName(name)) {
    throw new Failure(
      'artifact.name-invalid',
      `"${name}" cannot be an artifact's name: use 1 to 128 letters, digits, dots, dashes or underscores.`,
      { name },
    );
  }
  return name;
}

/** Proposes a valid name from a folder's name: other characters become dashes. */
export function proposeArtifactName(folderName: string): string {
  const proposed = folderName
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/^[-.]+|-+$/g, '')
    .slice(0, 128);
  return proposed === '' ? 'artifact' : proposed;
}
