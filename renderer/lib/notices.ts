import { engineIsAway, sentenceOf, wasCancelled } from './errors.ts';

export interface Notice {
  /** The same id replaces the notice that is shown. */
  readonly id?: string;
  readonly title: string;
  readonly message?: string;
  readonly tone: 'plain' | 'good' | 'warning' | 'bad';
  /** A button in the notice. */
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Stays until it is closed. Bad news always does. */
  readonly stays?: boolean;
}

/** Where stores say what a person should know. */
export interface Notices {
  tell(notice: Notice): void;
}

/** Tells an error as a sentence that stays; a cancel is told quietly, an absent engine by the banner alone. */
export function tellError(notices: Notices, title: string, error: unknown): void {
  if (engineIsAway(error)) return;
  if (wasCancelled(error)) {
    notices.tell({ title: 'Cancelled', message: sentenceOf(error), tone: 'plain' });
    return;
  }
  const message = sentenceOf(error);
  notices.tell({ id: `error:${message}`, title, message, tone: 'bad', stays: true });
}
