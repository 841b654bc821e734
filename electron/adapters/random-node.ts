import { randomBytes } from 'node:crypto';
import type { Random } from '../engine/ports/random.ts';

/** The system's own randomness: 48 bits of it. */
export const systemRandom: Random = () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48;
