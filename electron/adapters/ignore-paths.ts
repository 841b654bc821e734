import { nameOf, parentOf, type EntryPath, type FolderPath } from '../engine/model/entry-path.ts';
import { rootRules, type FolderRules } from './ignore-rules.ts';

/** `WorkTree.ignoring`: a path is ignored when its own name is, or that of a folder above it. */
export function ignoringBy(text: (folder: FolderPath) => string | null): (path: EntryPath, isFolder: boolean) => boolean {
  const met = new Map<FolderPath, FolderRules | null>();

  /** The rules in a folder; null for one that is ignored itself. */
  function rulesIn(folder: FolderPath): FolderRules | null {
    const known = met.get(folder);
    if (known !== undefined) return known;
    const rules = folder === '' ? rootRules(text('')) : enter(folder);
    met.set(folder, rules);
    return rules;
  }

  function enter(folder: EntryPath): FolderRules | null {
    const above = rulesIn(parentOf(folder));
    const name = nameOf(folder);
    return above === null || above.ignores(name, true) ? null : above.enter(name, text(folder));
  }

  return (path, isFolder) => rulesIn(parentOf(path))?.ignores(nameOf(path), isFolder) ?? true;
}
