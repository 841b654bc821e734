import { Failure } from '../model/failure.ts';

/** Remembers for one run where nobody answers, so that thousands of references into one place do not each wait for it. */
export interface Patience {
  /** What the last tries ended with where they all ended without an answer; null: it may be tried. */
  lostWith(uri: string): Failure | null;
  answered(uri: string): void;
  failed(uri: string, error: unknown): void;
}

/** Tries without an answer after which a place is given up for the run. */
const enough = 3;

export function createPatience(): Patience {
  const lost = new Map<string, { tries: number; failure: Failure }>();
  const placeOf = (uri: string): string => /^[a-z0-9+.-]+:\/\/[^/]*/i.exec(uri)?.[0] ?? uri;
  return {
    lostWith(uri) {
      const known = lost.get(placeOf(uri));
      return known !== undefined && known.tries >= enough ? known.failure : null;
    },
    answered: (uri) => void lost.delete(placeOf(uri)),
    failed(uri, error) {
      if (!(error instanceof Failure) || error.code !== 'reference.offline') return;
      lost.set(placeOf(uri), { tries: (lost.get(placeOf(uri))?.tries ?? 0) + 1, failure: error });
    },
  };
}
