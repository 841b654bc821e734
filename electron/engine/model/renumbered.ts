/** A version that got another index, since somebody else's has its own by now. */
export interface Renumbered {
  readonly from: number;
  readonly to: number;
}
