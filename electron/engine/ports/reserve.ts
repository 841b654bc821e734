/**
 * Room on the home's disk that is given up on the day on which the disk is full, so that deleting still works then.
 *
 * Law: `keep` makes the reserve at least so many bytes big when the disk has room for several times of that, and otherwise leaves it as it
 * is; it never fails for lack of room. It waits for the disk beside the engine's thread. `giveUp` frees what there is and tells whether there
 * was one; a reserve that is being made at that moment is not kept. Both may be called at any time, also beside each other.
 */
export interface Reserve {
  keep(bytes: number): Promise<void>;
  giveUp(): boolean;
}
