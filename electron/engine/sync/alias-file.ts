import { checkAlias } from '../model/alias.ts';
import type { PushedBy } from '../model/remote.ts';
import type { Digester } from '../ports/digester.ts';
import { count, orNull, take, text, truth, type Fields } from '../records/checked-fields.ts';
import type { AliasState } from './merge-alias.ts';
import { byDocument, pushedBy } from './version-file.ts';

/** `aliases/<name>.json`: where an alias stands; also one that is no more, so that its removal is a change like every other. */
export interface AliasFile extends AliasState {
  readonly alias: string;
  readonly by: PushedBy;
  /** Something random: two equal states that two people put are two contents. */
  readonly put: string;
}

const encoder = new TextEncoder();

/** Keys cannot hold every text that an alias may be. */
export function aliasFileName(alias: string, digester: Digester): string {
  return digester.digest(encoder.encode(alias)).slice(0, 32);
}

export function aliasFileDocument({ alias, index, isProtected, by, put }: AliasFile): object {
  return { alias, index, protected: isProtected, by: byDocument(by), put };
}

export function readAliasFile(record: Fields): AliasFile {
  const index = take(record, 'index', orNull(count));
  const isProtected = take(record, 'protected', truth);
  return { alias: checkAlias(take(record, 'alias', text)), index, isProtected: isProtected && index !== null, by: take(record, 'by', pushedBy), put: take(record, 'put', text) };
}
