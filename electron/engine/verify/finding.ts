import type { Digest } from '../model/digest.ts';
import { Failure } from '../model/failure.ts';
import type { ContainerId } from '../ports/container-store.ts';
import type { Touch } from './touched-by.ts';

export type FindingCode =
  | 'chunk.missing'
  | 'chunk.damaged'
  /** The catalog looks for it where it does not lie. */
  | 'chunk.misplaced'
  | 'count.wrong'
  | 'version.differs'
  | 'container.missing'
  | 'container.differs'
  | 'container.unnamed'
  | 'record.missing'
  | 'record.damaged'
  | 'record.differs'
  | 'record.unnamed'
  | 'catalog.damaged';

export interface Finding {
  readonly code: FindingCode;
  /** One sentence for people. */
  readonly message: string;
  /** Versions and paths that it reaches. */
  readonly touches: readonly Touch[];
  /** The container or record that it is about, where there is one. */
  readonly container?: ContainerId;
  readonly record?: string;
}

/** What is wrong with a chunk that something names. */
export interface Broken {
  readonly code: 'chunk.missing' | 'chunk.damaged' | 'chunk.misplaced';
  readonly message: string;
}

/** Everything found so far. Damage of chunks becomes findings in the end, when it is known whom they touch. */
export interface Found {
  readonly findings: Finding[];
  readonly broken: Map<Digest, Broken>;
}

/** Whether an error says that bytes of the store are not what they should be. Anything else is no finding and passes. */
export function isDamage(error: unknown): boolean {
  return error instanceof RangeError || error instanceof SyntaxError || (error instanceof Failure && error.code === 'store.damaged');
}

export function damagedChunk(digest: Digest): Broken {
  return { code: 'chunk.damaged', message: `The bytes of the chunk ${digest} are damaged` };
}

export function missingChunk(digest: Digest): Broken {
  return { code: 'chunk.missing', message: `The chunk ${digest} is not in the store` };
}
