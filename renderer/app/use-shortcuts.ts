import { useEffect } from 'react';
import { useArtifactsApi } from '../features/artifacts/context.ts';
import { useEngineApi } from '../features/engine/context.ts';
import { useFilesApi } from '../features/files/context.ts';
import { activePath } from '../features/files/selectors.ts';
import { useReferencesApi } from '../features/references/context.ts';
import { useRestoreApi } from '../features/restore/context.ts';
import { useTrackingApi } from '../features/tracking/context.ts';
import { useVersionsApi } from '../features/versions/context.ts';
import { tickedRefs } from '../features/versions/selectors.ts';
import { isMac, somethingIsOpen } from '../lib/keyboard.ts';
import { useNavigationApi } from './navigation.ts';
import { useDeleteDialog } from './use-delete.ts';

type Run = () => void;

/** Keys with Ctrl (⌘ on macOS); they work in text boxes too. */
type Commands = Readonly<Record<string, Run>>;

/** Every shortcut of the window in one place; `ShortcutsOverlay` lists them. */
export function useShortcuts(): void {
  const withMod = useModCommands();
  const plain = usePlainCommands();
  useEffect(() => {
    function listen(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.altKey) return;
      const mod = isMac ? event.metaKey : event.ctrlKey;
      const run = mod ? withMod[event.key.toLowerCase()] : event.ctrlKey || event.metaKey ? undefined : plain[event.key];
      if (run === undefined || somethingIsOpen() || (!mod && isTyping(event.target))) return;
      event.preventDefault();
      run();
    }
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [withMod, plain]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]') !== null;
}

/** The filter of what is shown: the last one in the page is the innermost. */
function focusFilter(): void {
  const filters = document.querySelectorAll<HTMLInputElement>('input[data-filter]');
  filters[filters.length - 1]?.focus();
}

/** What needs the engine rests while it is away, as its button does. */
function useWithEngine(): (run: Run) => Run {
  const engine = useEngineApi();
  return (run) => () => {
    if (engine.getState().away === null) run();
  };
}

function useModCommands(): Commands {
  const navigation = useNavigationApi();
  const artifacts = useArtifactsApi();
  const tracking = useTrackingApi();
  const references = useReferencesApi();
  const withEngine = useWithEngine();
  return {
    o: withEngine(() => void tracking.getState().chooseFolder()),
    s: withEngine(() => {
      const { artifact } = navigation.getState();
      const begun = artifact !== null && (artifacts.getState().byName[artifact]?.versions ?? 0) > 0;
      if (begun) void artifacts.getState().snapshot(artifact);
    }),
    f: focusFilter,
    l: withEngine(() => references.getState().openDraft({})),
    '1': () => navigation.getState().openView('artifact'),
    '2': () => navigation.getState().openView('history'),
    '3': () => navigation.getState().openView('storage'),
    '4': () => navigation.getState().openView('remotes'),
  };
}

function usePlainCommands(): Commands {
  const navigation = useNavigationApi();
  const versions = useVersionsApi();
  const restore = useRestore();
  const deleteTicked = useDeleteTicked();
  const withEngine = useWithEngine();
  const onVersion = (run: Run): Run =>
    withEngine(() => {
      if (navigation.getState().view === 'artifact' && versions.getState().selected !== null) run();
    });
  const edit = (field: 'alias' | 'description'): Run =>
    onVersion(() => {
      versions.getState().showPage(true);
      versions.getState().setEditing(field);
    });
  return {
    '/': focusFilter,
    '?': () => navigation.getState().setShortcuts(true),
    r: onVersion(restore),
    c: onVersion(() => versions.getState().compareWith(null)),
    a: edit('alias'),
    d: edit('description'),
    Delete: onVersion(deleteTicked),
    Escape: () => {
      const { ticks, endTicks, showPage } = versions.getState();
      if (ticks.indexes.length > 0) endTicks();
      else showPage(false);
    },
  };
}

/** Delete asks to delete what is ticked. */
function useDeleteTicked(): Run {
  const versions = useVersionsApi();
  const openDelete = useDeleteDialog();
  return () => {
    const { timeline, ticks } = versions.getState();
    if (ticks.indexes.length > 0) openDelete(timeline.artifact, tickedRefs(versions.getState()));
  };
}

/** R restores the version; with the keyboard on a file, that file. */
function useRestore(): Run {
  const artifacts = useArtifactsApi();
  const versions = useVersionsApi();
  const files = useFilesApi();
  const restore = useRestoreApi();
  return () => {
    const { timeline, selected } = versions.getState();
    const { artifact } = timeline;
    const inTree = document.activeElement?.getAttribute('role') === 'treegrid' && files.getState().active !== null;
    const onFile = inTree ? activePath(files.getState()) : null;
    // The row that has the keyboard is not loaded yet: nobody wants everything restored instead.
    if (inTree && onFile === null) return;
    const canInPlace = (artifacts.getState().byName[artifact]?.path ?? null) !== null;
    const paths = onFile === null ? [] : [onFile];
    void restore.getState().open({ artifact, ref: `v${selected}`, paths, canInPlace });
  };
}
