import { Failure } from './failure.ts';

/** A movable name for one version. `latest` belongs to Strata; `v<digits>` is reserved for indexes. */
export type Alias = string & { readonly __alias: unique symbol };

export const latest = 'latest' as Alias;

const reserved = /^v\d+$/;

/** Checks an alias that a person gave; throws Failure `alias.invalid`. */
export function checkAlias(text: string): Alias {
  const why = refusal(text);
  if (why !== null) throw new Failure('alias.invalid', `"${text}" cannot be an alias: ${why}.`, { alias: text });
  return text as Alias;
}

function refusal(text: string): string | null {
  if (text.trim() === '') return 'it is empty';
  if (text !== text.trim()) return 'it begins or ends with a space';
  if (text.length > 128) return 'it is longer than 128 characters';
  if (/[/:]/.test(text)) return 'it must not contain "/" or ":"';
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text)) return 'it contains control characters';
  if (reserved.test(text)) return 'names like v3 are kept for the indexes of versions';
  if (text === latest) return '"latest" is moved by Strata itself';
  return null;
}
