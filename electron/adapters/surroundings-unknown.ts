import { unknownConditions, type Surroundings } from '../engine/ports/surroundings.ts';

/** For an engine that nobody tells: what it runs on stays unknown. */
export const unknownSurroundings: Surroundings = { current: () => unknownConditions, listen: () => () => undefined };
