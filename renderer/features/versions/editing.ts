import type { VersionView } from '../../../shared/values.ts';
import { tellError } from '../../lib/notices.ts';
import * as edits from './edits.ts';
import { restated, withVersion } from './fold.ts';
import type { VersionsState, VersionsSurroundings } from './store.ts';

type Editing = Pick<
  VersionsState,
  'addAlias' | 'dropAlias' | 'protectAlias' | 'renameAlias' | 'addTag' | 'dropTag' | 'describe' | 'setMetadata'
>;
type SetState = (change: (state: VersionsState) => Partial<VersionsState>) => void;

/** Shows an edit, asks the engine for it, and takes it back when that refuses. Answers whether it stayed. */
type EditVersion = (failure: string, apply: edits.Edit['apply'], ask: (artifact: string) => Promise<{ version: VersionView }>) => Promise<boolean>;

const at = (artifact: string, index: number): { artifact: string; ref: string } => ({ artifact, ref: `v${index}` });

/**
 * The actions that edit a version. Each is shown at once; the engine's answer takes its place, an error takes it back
 * and is told. Each answers whether it stayed.
 */
export function createEditing(
  { client, notices }: VersionsSurroundings,
  set: SetState,
  get: () => VersionsState,
): Editing {
  let lastId = 0;

  const edit: EditVersion = async (failure, apply, ask) => {
    const { artifact } = get().timeline;
    lastId += 1;
    const id = lastId;
    const without = (pending: readonly edits.Edit[]): edits.Edit[] => pending.filter((other) => other.id !== id);
    set(({ timeline, pending }) => restated(timeline, [...pending, { id, artifact, apply }]));
    try {
      const { version } = await ask(artifact);
      set(({ timeline, pending }) => {
        if (timeline.artifact !== artifact) return restated(timeline, without(pending));
        return restated({ ...timeline, told: withVersion(timeline.told, version) }, without(pending));
      });
      return true;
    } catch (error) {
      set(({ timeline, pending }) => restated(timeline, without(pending)));
      tellError(notices, failure, error);
      return false;
    }
  };

  return {
    ...aliasEditing(client, edit),
    addTag: (index, tag) =>
      edit(`The tag "${tag}" was not added`, edits.addTag(index, tag), (artifact) =>
        client.invoke('tag.add', { ...at(artifact, index), tag }),
      ),
    dropTag: (index, tag) =>
      edit(`The tag "${tag}" was not removed`, edits.removeTag(index, tag), (artifact) =>
        client.invoke('tag.remove', { ...at(artifact, index), tag }),
      ),
    describe: (index, description) =>
      edit('The description was not saved', edits.describe(index, description), (artifact) =>
        client.invoke('version.describe', { ...at(artifact, index), description }),
      ),
    setMetadata: (index, values, remove = []) =>
      edit('The metadata was not saved', edits.setMetadata(index, values, remove), (artifact) =>
        client.invoke('version.setMetadata', { ...at(artifact, index), set: values, remove: [...remove] }),
      ),
  };
}

function aliasEditing(
  client: VersionsSurroundings['client'],
  edit: EditVersion,
): Pick<Editing, 'addAlias' | 'dropAlias' | 'protectAlias' | 'renameAlias'> {
  return {
    addAlias: (index, alias) =>
      edit(`The alias "${alias}" was not set`, edits.setAlias(index, alias), (artifact) =>
        client.invoke('alias.set', { ...at(artifact, index), alias }),
      ),
    dropAlias: (index, alias) =>
      edit(`The alias "${alias}" was not removed`, edits.removeAlias(index, alias), (artifact) =>
        client.invoke('alias.remove', { artifact, alias }),
      ),
    protectAlias: (index, alias, isProtected) =>
      edit(`The alias "${alias}" was not ${isProtected ? 'protected' : 'unprotected'}`, edits.setAliasProtected(index, alias, isProtected), (artifact) =>
        client.invoke('alias.setProtected', { artifact, alias, protected: isProtected }),
      ),
    renameAlias: (index, alias, to) =>
      edit(`The alias "${alias}" was not renamed`, edits.renameAlias(index, alias, to), (artifact) =>
        client.invoke('alias.rename', { artifact, alias, to }),
      ),
  };
}
