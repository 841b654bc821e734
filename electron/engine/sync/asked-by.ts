/** Whether somebody waits for it, or it went by itself. */
export type AskedBy = 'person' | 'rules';

/** What goes by itself is shown only once it takes a while. */
export function shownFor(by: AskedBy): { readonly quiet: boolean; readonly automatic: boolean } {
  return { quiet: by === 'rules', automatic: by === 'rules' };
}
