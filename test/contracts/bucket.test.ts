import { createBucketInMemory } from '../fakes/bucket-memory.ts';
import { describeBucket } from './bucket.ts';

describeBucket('in memory', () => {
  const bucket = createBucketInMemory();
  return { bucket, another: () => bucket, putForeign: () => undefined, close: () => undefined };
});
