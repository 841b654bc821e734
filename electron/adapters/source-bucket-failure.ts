import { retryAfterOf } from '../engine/model/bucket-failure.ts';
import { Failure } from '../engine/model/failure.ts';
import { deniedSource, missingSource, offlineSource, unavailableSource } from '../engine/model/reference-failure.ts';

/** Does something with a bucket; what goes wrong is told in the words of a reference, with the bucket's own failure as its cause. */
export async function asSourceFailure<T>(uri: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Failure ? sourceFailure(uri, error) : error;
  }
}

/** What a bucket's failure means for a reference into it. Others pass. */
export function sourceFailure(uri: string, failure: Failure): Failure {
  switch (failure.code) {
    case 'bucket.offline':
    case 'bucket.wrong-bytes':
      return offlineSource(uri, typeof failure.data['reason'] === 'string' ? failure.data['reason'] : 'the connection failed', failure);
    case 'bucket.unavailable':
      return unavailableSource(uri, Number(failure.data['status']), retryAfterOf(failure), failure);
    case 'bucket.denied':
      return deniedSource(uri, `the bucket does not let you ${failure.data['action'] === 'list' ? 'list what lies in it' : 'read it'}`, failure);
    case 'bucket.no-credentials':
      return deniedSource(uri, 'the bucket lets nobody in without a key, and there are no Google credentials on this computer', failure);
    case 'bucket.wrong-key':
      return deniedSource(uri, 'the bucket does not accept your key; sign in again', failure);
    case 'bucket.clock-skew':
      return deniedSource(uri, "this computer's clock is wrong", failure);
    case 'bucket.no-such-bucket':
      return missingSource(uri, failure);
    default:
      return failure;
  }
}
