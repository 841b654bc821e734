import { measureApp } from './app.mjs';
import { measureBigFiles } from './big-files.mjs';
import { measureBucket } from './bucket.mjs';
import { measureClones } from './clones.mjs';
import { measureCompaction } from './compaction.mjs';
import { measureEdits } from './edits.mjs';
import { measureLookingAfter } from './looking-after.mjs';
import { measureManyVersions } from './many-versions.mjs';
import { measureMillion } from './million.mjs';
import { measurePictures } from './pictures.mjs';
import { measureSmallFiles } from './small-files.mjs';

/**
 * @typedef {object} Part
 * @property {string} name    for `--only`
 * @property {string} title
 * @property {number} quick   its scale with `--quick`; 1 is in full
 * @property {(ground: import('./ground.mjs').Ground) => Promise<{ figures: object, rows: import('./row.mjs').Row[], passedOver?: string }>} measure
 */

/** Parts that take W1 have one scale, and the one that changes many of its files comes last. @type {readonly Part[]} */
export const parts = [
  { name: 'files', title: 'W1: 100,000 files of 0.5–16 KB', quick: 0.03, measure: measureSmallFiles },
  { name: 'after', title: 'W1, looking after its store', quick: 0.03, measure: measureLookingAfter },
  { name: 'bucket', title: 'W1 and a bucket', quick: 0.03, measure: measureBucket },
  { name: 'app', title: 'The app, watching W1', quick: 0.03, measure: measureApp },
  { name: 'versions', title: 'W1, many versions', quick: 0.03, measure: measureManyVersions },
  { name: 'compaction', title: 'A container of which half dies', quick: 0.05, measure: measureCompaction },
  { name: 'big', title: 'W2: four files of 1 GB', quick: 0.025, measure: measureBigFiles },
  { name: 'clones', title: 'W2 where the file system can clone', quick: 0.025, measure: measureClones },
  { name: 'edits', title: 'W3: one file of 2 GB of rows', quick: 0.025, measure: measureEdits },
  { name: 'pictures', title: 'W4: 10,000 files of 100 KB', quick: 0.025, measure: measurePictures },
  { name: 'million', title: 'W5: 1,000,000 tiny files', quick: 0.01, measure: measureMillion },
];
