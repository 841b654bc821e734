/** Randomness. Law: a number from 0 (included) to 1 (excluded), not to be foreseen from earlier ones. */
export type Random = () => number;
