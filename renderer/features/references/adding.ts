import { sentenceOf, wasCancelled } from '../../lib/errors.ts';
import { formatNumberOf } from '../../lib/format.ts';
import { artifactNameRefusal } from '../../lib/naming.ts';
import { tellError } from '../../lib/notices.ts';
import { fileUriOf, nameFromUri, referenceUriIn } from '../../lib/reference-uris.ts';
import type { ReferencesState, ReferencesSurroundings, SetReferences } from './store.ts';

/** What the dialog holds in which a reference is added. */
export interface ReferenceDraft {
  readonly uri: string;
  /** The artifact that it is added to; one of that name is made where there is none. */
  readonly artifact: string;
  /** Somebody chose the artifact: the URI does not name it any more. */
  readonly isNamed: boolean;
  /** Where it stands in the artifact; empty: at the top. */
  readonly path: string;
  /** Of an artifact that is made. */
  readonly type: string;
  readonly checksum: boolean;
  readonly adding: boolean;
  readonly refusal: string | null;
}

export interface Adding {
  draft: ReferenceDraft | null;
  openDraft(from: { readonly uri?: string; readonly artifact?: string }): void;
  changeDraft(part: Partial<Pick<ReferenceDraft, 'uri' | 'artifact' | 'path' | 'type' | 'checksum'>>): void;
  /** A folder of this computer by reference. */
  chooseFolder(): Promise<void>;
  /** Closes the dialog when it went well; what a closed one still does is told by a notice. */
  add(): Promise<void>;
  closeDraft(): void;
}

/** Why a draft cannot be added as it is; null when nothing is known against it. */
export function draftRefusal({ uri, artifact }: ReferenceDraft): string | null {
  if (uri.trim() === '') return 'Write or paste the URI first.';
  if (referenceUriIn(uri) === null) return 'A URI begins with gs://, s3://, https://, http:// or file:///.';
  return artifactNameRefusal(artifact);
}

export function createAdding({ client, shell, notices, added }: ReferencesSurroundings, set: SetReferences, get: () => ReferencesState): Adding {
  return {
    draft: null,

    openDraft: ({ uri = '', artifact }) =>
      set({ draft: { uri, artifact: artifact ?? nameFromUri(uri), isNamed: artifact !== undefined, path: '', type: 'dataset', checksum: true, adding: false, refusal: null } }),

    changeDraft: (part) =>
      set(({ draft }) => {
        if (draft === null) return {};
        const next = { ...draft, ...part, isNamed: draft.isNamed || 'artifact' in part, refusal: null };
        return { draft: next.isNamed ? next : { ...next, artifact: nameFromUri(next.uri) } };
      }),

    async chooseFolder() {
      try {
        const { path } = await shell.invoke('shell.chooseFolder', { title: 'Choose a folder to refer to', button: 'Choose' });
        if (path !== null) get().changeDraft({ uri: fileUriOf(path) });
      } catch (error) {
        tellError(notices, 'No folder could be chosen', error);
      }
    },

    async add() {
      const { draft } = get();
      if (draft === null || draft.adding || draftRefusal(draft) !== null) return;
      const { uri, artifact, path, type, checksum } = draft;
      const going = { ...draft, adding: true, refusal: null };
      set({ draft: going });
      try {
        const optional = { ...(path.trim() !== '' && { path: path.trim() }), ...(type.trim() !== '' && { type: type.trim() }) };
        const { version, problems } = await client.invoke('reference.add', { artifact, uri: uri.trim(), checksum, ...optional });
        if (get().draft === going) set({ draft: null });
        const left = problems.length === 0 ? '' : ` ${formatNumberOf(problems.length, 'object')} could not be taken: ${problems[0]?.message ?? ''}`;
        notices.tell({ title: `${artifact} refers to it`, message: `${version.ref} names ${formatNumberOf(version.files, 'file')}; their bytes stay where they are.${left}`, tone: problems.length === 0 ? 'good' : 'warning' });
        added(artifact);
      } catch (error) {
        if (get().draft === going) set({ draft: { ...draft, refusal: wasCancelled(error) ? null : sentenceOf(error) } });
        else tellError(notices, 'The reference was not added', error);
      }
    },

    closeDraft: () => set({ draft: null }),
  };
}
