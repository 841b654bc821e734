import { sameContent, type Entry } from '../model/entry.ts';

/** Whether two entries of one path agree in everything, times, permission bits and chunk lists included. */
export function sameEntry(a: Entry, b: Entry): boolean {
  if (!sameContent(a, b)) return false;
  switch (a.kind) {
    case 'file':
      return b.kind === 'file' && a.size === b.size && a.list === b.list && a.mode === b.mode && a.modifiedAt === b.modifiedAt;
    case 'link':
      return b.kind === 'link' && a.modifiedAt === b.modifiedAt;
    case 'directory':
      return b.kind === 'directory' && a.mode === b.mode && a.modifiedAt === b.modifiedAt;
    case 'reference':
      return b.kind === 'reference' && a.size === b.size;
  }
}
