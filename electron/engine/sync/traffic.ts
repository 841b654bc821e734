import type { Bucket, BucketStream } from '../ports/bucket.ts';
import type { BucketOpener } from '../ports/bucket-opener.ts';

/** What went one way. */
export interface Traffic {
  readonly containers: number;
  /** Bytes of contents: of containers, and of what names them. */
  readonly bytes: number;
}

export interface TrafficCounts {
  readonly sent: Traffic;
  readonly received: Traffic;
}

/** An opener whose buckets, once they were met, count what goes through them, for as long as one piece of work takes. */
export function countingOpener(inner: BucketOpener): { readonly opener: BucketOpener; counts(): TrafficCounts } {
  const sent = createTally();
  const received = createTally();
  return {
    opener: { open: (remote) => inner.open(remote), around: (bucket) => counting(bucket, sent, received) },
    counts: () => ({ sent: sent.total(), received: received.total() }),
  };
}

interface Tally {
  add(key: string, bytes: number): void;
  total(): Traffic;
}

function createTally(): Tally {
  const containers = new Set<string>();
  let bytes = 0;
  return {
    add: (key, more) => {
      if (key.startsWith('containers/')) containers.add(key);
      bytes += more;
    },
    total: () => ({ containers: containers.size, bytes }),
  };
}

function counting(inner: Bucket, sent: Tally, received: Tally): Bucket {
  return {
    ...inner,
    read: async (key, request) => {
      const found = await inner.read(key, request);
      if (found !== null) received.add(key, found.bytes.length);
      return found;
    },
    stream: async (key, request) => {
      const found = await inner.stream(key, request);
      return found && { ...found, bytes: counted(found.bytes, (bytes) => received.add(key, bytes)) };
    },
    put: async (key, content, condition, request) => {
      const outcome = await inner.put(key, content, condition, request);
      if (outcome.outcome === 'put') sent.add(key, content.length);
      return outcome;
    },
    putLarge: async (key, content, condition, request) => {
      const outcome = await inner.putLarge(key, content, condition, request);
      if (outcome.outcome === 'put') sent.add(key, content.size);
      return outcome;
    },
  };
}

async function* counted(bytes: BucketStream['bytes'], count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    count(piece.length);
    yield piece;
  }
}
