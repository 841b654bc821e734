import { unsupportedSource } from '../../electron/engine/model/reference-failure.ts';
import type { ReferenceSource } from '../../electron/engine/ports/reference-source.ts';

const why = 'nothing reaches such sources here';

/** For engines that reach no sources: everything that is asked is refused. */
export const noReferenceSource: ReferenceSource = {
  list(uri) {
    throw unsupportedSource(uri, why);
  },
  async stat(uri) {
    throw unsupportedSource(uri, why);
  },
  read(uri) {
    throw unsupportedSource(uri, why);
  },
};
