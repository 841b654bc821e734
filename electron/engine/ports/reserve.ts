/**
 * Room on the home's disk that is given up on the day on which the disk is full, so that deleting still works then.
 *
 * Law: `keep` makes the reserve at least so many bytes big when the disk has room for several times of that, and otherwise leaves it as it
 * is; it never throws for lack of room. `giveUp` frees it and tells whether there was one. Both may be called at any time.
 */
export interface Reserve {
  keep(bytes: number): void;
  giveUp(): boolean;
}
