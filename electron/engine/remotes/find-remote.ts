import { Failure } from '../model/failure.ts';
import type { Remote } from '../model/remote.ts';
import type { CatalogReader } from '../ports/catalog.ts';

const namePattern = /^[A-Za-z0-9_.-]{1,128}$/;

/** Checks a name for a remote; throws Failure `remote.name-invalid`. */
export function checkRemoteName(name: string): string {
  if (namePattern.test(name)) return name;
  throw new Failure('remote.name-invalid', 'A remote’s name has 1 to 128 letters, digits, dots, dashes or underscores.', {});
}

/** Throws Failure `remote.not-found`. */
export function findRemote(catalog: Pick<CatalogReader, 'remotes'>, name: string): Remote {
  const remote = catalog.remotes().find((one) => one.name === name);
  if (remote !== undefined) return remote;
  throw new Failure('remote.not-found', `There is no remote named "${name}".`, { remote: name });
}

/** Throws Failure `remote.name-taken`. */
export function refuseTakenName(catalog: Pick<CatalogReader, 'remotes'>, name: string): void {
  const taken = catalog.remotes().find((one) => one.name === name);
  if (taken === undefined) return;
  throw new Failure('remote.name-taken', `There is a remote named "${name}" already, at ${taken.address}. Choose another name, or remove that one first.`, {
    remote: name,
    address: taken.address,
  });
}
