import { Failure } from '../engine/model/failure.ts';
import { openForReading } from './open-database.ts';
import { asFailure } from './sqlite-failure.ts';

/** So many sentences are enough to see that a catalog is damaged. */
const mostSentences = 20;

/** Lets SQLite walk through all of a catalog's file, on a connection of its own. Answers what is wrong with it; nothing when all is well. */
export function proveCatalog(path: string): string[] {
  try {
    const db = openForReading(path);
    try {
      const said = db.pragma(`integrity_check(${mostSentences})`) as { integrity_check: string }[];
      return said.map((row) => row.integrity_check).filter((sentence) => sentence !== 'ok');
    } finally {
      db.close();
    }
  } catch (error) {
    const known = asFailure(error, path);
    if (known instanceof Failure && known.code === 'store.damaged') return [known.message];
    throw known;
  }
}
