import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useCallback } from 'react';
import { ActivitiesBar } from '../features/activities/ActivitiesBar.tsx';
import { ActivitiesOf } from '../features/activities/ActivitiesOf.tsx';
import { useApart } from '../features/apart/context.ts';
import { SidesDialog } from '../features/apart/SidesDialog.tsx';
import { useArtifacts } from '../features/artifacts/context.ts';
import { DeleteDialog } from '../features/delete/DeleteDialog.tsx';
import { EngineBanner } from '../features/engine/EngineBanner.tsx';
import { KeepDialog } from '../features/keep/KeepDialog.tsx';
import { StoreLimit } from '../features/keep/StoreLimit.tsx';
import { OperationsView } from '../features/operations/OperationsView.tsx';
import { usePurge } from '../features/purge/context.ts';
import { PurgeDialog } from '../features/purge/PurgeDialog.tsx';
import { RecoveryCodeDialog } from '../features/remotes/RecoveryCodeDialog.tsx';
import { AddRemoteDialog } from '../features/remotes/AddRemoteDialog.tsx';
import { CloneDialog } from '../features/remotes/CloneDialog.tsx';
import { useRemotes, useRemotesApi } from '../features/remotes/context.ts';
import { RemotesView } from '../features/remotes/RemotesView.tsx';
import { AddReferenceDialog } from '../features/references/AddReferenceDialog.tsx';
import { useReferences, useReferencesApi } from '../features/references/context.ts';
import { ReferencesDialog } from '../features/references/ReferencesDialog.tsx';
import { useRestore, useRestoreApi } from '../features/restore/context.ts';
import { RestoreDialog } from '../features/restore/RestoreDialog.tsx';
import { StorageView } from '../features/storage/StorageView.tsx';
import { useTrackingApi } from '../features/tracking/context.ts';
import { DropOverlay } from '../features/tracking/DropOverlay.tsx';
import { TrackDialog } from '../features/tracking/TrackDialog.tsx';
import { useVersions } from '../features/versions/context.ts';
import { tickedRefs } from '../features/versions/selectors.ts';
import { somethingIsOpen } from '../lib/keyboard.ts';
import styles from './App.module.css';
import { ArtifactView } from './ArtifactView.tsx';
import { useIsInMain } from './baseline.ts';
import { useNavigation, useNavigationApi } from './navigation.ts';
import { useShell } from './Providers.tsx';
import { ShortcutsOverlay } from './ShortcutsOverlay.tsx';
import { Sidebar } from './Sidebar.tsx';
import { TopBar } from './TopBar.tsx';
import { usePastedUri } from './use-pasted-uri.ts';
import { useShortcuts } from './use-shortcuts.ts';

/** Below this width the side bar is a drawer. */
const narrow = '(max-width: 859px)';

/** The whole window. */
export function App() {
  const isNarrow = useMediaQuery(narrow, false, { getInitialValueInEffect: false });
  const drawerOpened = useNavigation((state) => state.drawerOpened);
  const { setDrawer } = useNavigationApi().getState();
  const isInMain = useIsInMain();
  useShortcuts();
  return (
    <div className={styles['root']}>
      {isNarrow && <TopBar />}
      <EngineBanner />
      <div className={styles['middle']}>
        {!isNarrow && (
          <nav className={styles['side']} aria-label="Artifacts and views">
            <Sidebar />
          </nav>
        )}
        <main className={styles['main']}>
          <CurrentView />
        </main>
      </div>
      <ActivitiesBar isShownElsewhere={isInMain} />
      {isNarrow && (
        <Drawer
          opened={drawerOpened}
          onClose={() => setDrawer(false)}
          size={300}
          withCloseButton={false}
          padding={0}
          aria-label="Artifacts and views"
          classNames={{ body: styles['drawer'] ?? '' }}
        >
          <Sidebar />
        </Drawer>
      )}
      <Overlays />
    </div>
  );
}

function CurrentView() {
  const view = useNavigation((state) => state.view);
  switch (view) {
    case 'artifact':
      return <ArtifactView />;
    case 'history':
      return <OperationsView />;
    case 'remotes':
      return <RemotesView />;
    case 'storage':
      return (
        <div className={styles['storage']}>
          <div className={styles['view']}>
            <Storage />
          </div>
          <StoreLimit />
        </div>
      );
  }
}

/** The storage, with what is ticked in the timeline. */
function Storage() {
  const ticks = useVersions((state) => state.ticks);
  const reclaim = useVersions((state) => state.reclaim);
  const artifact = useVersions((state) => state.timeline.artifact);
  const { openArtifact } = useNavigationApi().getState();
  const bytes = reclaim?.of === ticks.indexes ? reclaim.bytes : null;
  const ticked = ticks.indexes.length === 0 ? null : { artifact, refs: tickedRefs({ ticks }), bytes };
  return <StorageView ticked={ticked} onOpen={openArtifact} />;
}

/** Both sides of the artifact that is open. */
function Sides() {
  const restore = useRestoreApi();
  const artifact = useApart((state) => state.artifact);
  const canInPlace = useArtifacts((state) => (state.byName[artifact]?.path ?? null) !== null);
  return <SidesDialog onRestore={(ref, paths) => void restore.getState().open({ artifact, ref, paths, canInPlace })} />;
}

const dropsOnDialog = { title: 'Drop to choose it', text: 'The folder that the team shares, or the key file.' };

function Overlays() {
  const shell = useShell();
  const tracking = useTrackingApi();
  const restored = useRestore((state) => state.order?.artifact);
  const byReference = useArtifacts((state) => restored !== undefined && state.byName[restored]?.mode === 'reference');
  const purged = usePurge((state) => state.order?.artifact);
  const pathForFile = useCallback((file: File) => shell.pathForFile(file), [shell]);
  const remotes = useRemotesApi();
  const adds = useRemotes((state) => state.draft !== null);
  const drop = useCallback(
    (paths: string[]) => {
      if (remotes.getState().draft !== null) remotes.getState().takeDrop(paths);
      else void tracking.getState().trackAll(paths);
    },
    [tracking, remotes],
  );
  const refers = useReferences((state) => state.of === restored && (state.view?.references.length ?? 0) > 0) || byReference;
  const dropUri = useAddReference();
  usePastedUri(dropUri);
  return (
    <>
      <TrackDialog />
      <RestoreDialog
        hasReferences={refers}
        progress={<ActivitiesOf kind="restore" alsoInBar {...(restored === undefined ? {} : { artifact: restored })} />}
      />
      <DeleteDialog />
      <PurgeDialog
        progress={<ActivitiesOf kind="compact" alsoInBar {...(purged === undefined ? {} : { artifact: purged })} />}
        onReveal={(path) => void shell.invoke('shell.reveal', { path })}
      />
      <KeepDialog />
      <AddRemoteDialog />
      <RecoveryCodeDialog />
      <References />
      <CloneDialog />
      <Sides />
      <ShortcutsOverlay />
      <DropOverlay pathForFile={pathForFile} onDrop={drop} onDropUri={dropUri} {...(adds ? { words: dropsOnDialog } : {})} />
    </>
  );
}

/** Adding references, and looking after those of the open artifact. */
function References() {
  const byName = useArtifacts((state) => state.byName);
  const artifact = useNavigation((state) => state.artifact);
  const selected = useVersions((state) => state.selected);
  const latest = artifact === null ? null : (byName[artifact]?.latest?.ref ?? null);
  const refs = [...new Set([latest, selected === null ? null : `v${selected}`])].filter((ref) => ref !== null);
  const progress = <ActivitiesOf kind="rescan" alsoInBar {...(artifact === null ? {} : { artifact })} />;
  return (
    <>
      <AddReferenceDialog artifacts={Object.keys(byName)} />
      <ReferencesDialog refs={refs} progress={progress} />
    </>
  );
}

/** Opens the dialog with a URI that came from elsewhere, as long as nothing else is asked. */
function useAddReference(): (uri: string) => void {
  const references = useReferencesApi();
  return useCallback(
    (uri) => {
      if (references.getState().draft !== null) references.getState().changeDraft({ uri });
      else if (!somethingIsOpen()) references.getState().openDraft({ uri });
    },
    [references],
  );
}
