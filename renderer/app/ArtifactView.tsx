import { Loader, Splitter } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconPlugConnectedX, IconStack2 } from '@tabler/icons-react';
import type { VersionView } from '../../shared/values.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ActivitiesOf } from '../features/activities/ActivitiesOf.tsx';
import { useActivities } from '../features/activities/context.ts';
import { ApartNotices } from '../features/apart/ApartNotices.tsx';
import { ArtifactHeader } from '../features/artifacts/ArtifactHeader.tsx';
import { useArtifacts } from '../features/artifacts/context.ts';
import { useKeepApi } from '../features/keep/context.ts';
import { KeepMark } from '../features/keep/KeepMark.tsx';
import { ArtifactReferences } from '../features/references/ArtifactReferences.tsx';
import { useReferencesApi } from '../features/references/context.ts';
import { ProvisionalMark } from '../features/remotes/ProvisionalMark.tsx';
import { ArtifactSync } from '../features/remotes/ArtifactSync.tsx';
import { PlaceMark } from '../features/remotes/PlaceMark.tsx';
import { useRestoreApi } from '../features/restore/context.ts';
import { useTracking, useTrackingApi } from '../features/tracking/context.ts';
import { FirstStart } from '../features/tracking/FirstStart.tsx';
import { useVersions, useVersionsApi } from '../features/versions/context.ts';
import { Timeline } from '../features/versions/Timeline.tsx';
import styles from './ArtifactView.module.css';
import { useNavigation } from './navigation.ts';
import { useShell } from './Providers.tsx';
import { SelectedVersion } from './SelectedVersion.tsx';
import { useDeleteDialog } from './use-delete.ts';

/** From this width of the content on, timeline and version stand side by side. */
const sideBySide = 800;

/** The opened artifact, or what to do when there is none. */
export function ArtifactView() {
  const artifact = useNavigation((state) => state.artifact);
  const opened = useArtifacts((state) => (artifact === null ? undefined : state.byName[artifact]));
  const status = useArtifacts((state) => state.status);
  const shell = useShell();
  const keep = useKeepApi();
  const tracking = useTrackingApi();
  const restore = useRestoreApi();
  const openDelete = useDeleteDialog();
  const references = useReferencesApi();
  const { ref, width } = useElementSize();
  const both = width >= sideBySide;
  const pageAlone = useVersions((state) => state.pageOpened && state.selected !== null) && !both;
  if (opened === undefined) return <NothingOpen status={status} />;
  return (
    <div className={styles['root']} ref={ref}>
      {!pageAlone && (
        <ArtifactHeader
          artifact={opened}
          onReveal={(path) => void shell.invoke('shell.reveal', { path })}
          onKeepRule={() => void keep.getState().openRule(opened)}
          onTrackAgain={() => void tracking.getState().chooseFolder({ name: opened.name, latest: opened.latest?.ref ?? null })}
          onReferences={() => references.getState().showDetails(true)}
          onDelete={() => openDelete(opened.name, null)}
        />
      )}
      {!pageAlone && opened.versions > 0 && <ArtifactSync artifact={opened.name} />}
      {!pageAlone && opened.versions > 0 && <ArtifactReferences artifact={opened.name} isByReference={opened.mode === 'reference'} />}
      {!pageAlone && <ApartNotices artifact={opened.name} onRestore={(version) => void restore.getState().open({ artifact: opened.name, ref: version, canInPlace: opened.path !== null })} />}
      <div className={styles['body']}>
        {opened.versions === 0 ? (
          <Baseline artifact={opened.name} />
        ) : (
          width > 0 && <Panes both={both} pageAlone={pageAlone} />
        )}
      </div>
    </div>
  );
}

const markOf = (version: VersionView) => (
  <>
    <ProvisionalMark version={version} />
    <KeepMark version={version} />
    <PlaceMark version={version} />
  </>
);

function Panes({ both, pageAlone }: { both: boolean; pageAlone: boolean }) {
  const { showPage } = useVersionsApi().getState();
  const artifact = useVersions((state) => state.timeline.artifact);
  const openDelete = useDeleteDialog();
  const timeline = <Timeline onOpen={() => showPage(true)} markOf={markOf} onDelete={(refs) => openDelete(artifact, refs)} />;
  if (!both) return pageAlone ? <SelectedVersion alone /> : timeline;
  return (
    <Splitter className={styles['split']} lineSize={1} withHandle={false} handleColor="var(--strata-line)">
      <Splitter.Pane defaultSize="376px" min="280px" max="560px">
        {timeline}
      </Splitter.Pane>
      <Splitter.Pane defaultSize={100} min={30}>
        <SelectedVersion alone={false} />
      </Splitter.Pane>
    </Splitter>
  );
}

/** While the baseline is being stored, or when tracking ended before there was one. */
function Baseline({ artifact }: { artifact: string }) {
  const stores = useActivities((state) => state.running.some((one) => one.kind === 'track' && one.artifact === artifact));
  return (
    <EmptyState
      icon={<IconStack2 size={40} stroke={1.3} />}
      title={stores ? 'Storing the first version' : 'No versions yet'}
      action={
        <div className={styles['progress']}>
          <ActivitiesOf kind="track" artifact={artifact} />
        </div>
      }
    >
      {stores
        ? 'Everything that is in the folder now becomes v0. You can keep working in it.'
        : 'The first one appears as soon as the folder’s present state is stored.'}
    </EmptyState>
  );
}

function NothingOpen({ status }: { status: 'loading' | 'ready' | 'failed' }) {
  const begins = useTracking((state) => state.beginning.length > 0);
  const tracks = useActivities((state) => state.running.some(({ kind }) => kind === 'track'));
  const tracking = useTrackingApi();
  if (status === 'loading') {
    return (
      <div className={styles['waiting']}>
        <Loader aria-label="Loading" />
      </div>
    );
  }
  if (status === 'failed') {
    return (
      <EmptyState icon={<IconPlugConnectedX size={40} stroke={1.3} />} title="The artifacts are not there yet">
        They appear as soon as the engine answers.
      </EmptyState>
    );
  }
  return (
    <div className={styles['scroll']}>
      <FirstStart
        beginning={begins || tracks}
        progress={<ActivitiesOf kind="track" />}
        onChooseFolder={() => void tracking.getState().chooseFolder()}
      />
    </div>
  );
}
