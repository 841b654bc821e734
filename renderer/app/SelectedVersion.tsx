import { Loader } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import type { VersionView } from '../../shared/values.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { useArtifacts } from '../features/artifacts/context.ts';
import { ChangesView } from '../features/changes/ChangesView.tsx';
import { useChanges } from '../features/changes/context.ts';
import { comparedCounts } from '../features/changes/selectors.ts';
import { useFilesApi } from '../features/files/context.ts';
import { FileLookPanel } from '../features/files/FileLookPanel.tsx';
import { FilesTree } from '../features/files/FilesTree.tsx';
import { FateLine } from '../features/keep/FateLine.tsx';
import { usePurgeApi } from '../features/purge/context.ts';
import { PlaceLine } from '../features/remotes/PlaceLine.tsx';
import { ProvisionalLine } from '../features/remotes/ProvisionalMark.tsx';
import { useRestoreApi } from '../features/restore/context.ts';
import { useVersions, useVersionsApi } from '../features/versions/context.ts';
import { comparisonChoices, indexBefore } from '../features/versions/selectors.ts';
import { VersionPage } from '../features/versions/VersionPage.tsx';
import { useShell } from './Providers.tsx';
import { useDeleteDialog } from './use-delete.ts';

/** The page of the selected version, put together from the features that show parts of it. */
export function SelectedVersion({ alone }: { alone: boolean }) {
  const artifact = useVersions((state) => state.timeline.artifact);
  const version = useVersions(({ selected, shown }) => (selected === null ? undefined : shown[selected]));
  const status = useVersions((state) => state.status);
  if (version !== undefined) return <Page artifact={artifact} version={version} alone={alone} />;
  if (status === 'loading') return <Loader m="lg" size="sm" aria-label="Loading" />;
  return <EmptyState icon={<IconStack2 size={36} stroke={1.3} />} title="No version is selected" />;
}

function Page({ artifact, version, alone }: { artifact: string; version: VersionView; alone: boolean }) {
  const shell = useShell();
  const restore = useRestoreApi();
  const openDelete = useDeleteDialog();
  const canInPlace = useArtifacts((state) => (state.byName[artifact]?.path ?? null) !== null);
  const { showPage } = useVersionsApi().getState();
  const { ref } = version;
  const changeCounts = useChangeCounts(artifact, version);
  const open = (of: string, paths: string[] = []): void =>
    void restore.getState().open({ artifact, ref: of, paths, canInPlace });
  return (
    <>
      <VersionPage
        version={version}
        changeCounts={changeCounts}
        alone={alone}
        onBack={() => showPage(false)}
        onRestore={() => open(ref)}
        onDelete={() => openDelete(artifact, [ref])}
        copy={(text) => void shell.invoke('shell.copyText', { text })}
        fate={
          <>
            <ProvisionalLine version={version} />
            <FateLine version={version} />
            <PlaceLine version={version} />
          </>
        }
        files={<Files artifact={artifact} version={ref} onRestore={(path) => open(ref, [path])} />}
        changes={<Changes artifact={artifact} version={version} />}
      />
      <FileLookPanel onRestore={(of, path) => open(of, [path])} />
    </>
  );
}

/** The version's own counts, against the one before it; against another one those of the comparison, once it is there. */
function useChangeCounts(artifact: string, version: VersionView): VersionView['changes'] | null {
  const compared = useVersions((state) => state.compared);
  const before = useVersions((state) => indexBefore(state.timeline.order, version.index));
  const diff = useChanges((state) => (compared === null ? null : comparedCounts(state, artifact, `v${compared}`, version.ref)));
  return compared === null || compared === before ? version.changes : diff;
}

function Files({ artifact, version, onRestore }: { artifact: string; version: string; onRestore: (path: string) => void }) {
  const files = useFilesApi();
  const folder = useArtifacts((state) => state.byName[artifact]?.path ?? null);
  const purge = usePurgeApi();
  useEffect(() => {
    void files.getState().show(artifact, version);
  }, [files, artifact, version]);
  return <FilesTree onRestore={onRestore} onPurge={(path) => void purge.getState().open({ artifact, path, folder })} />;
}

function Changes({ artifact, version }: { artifact: string; version: VersionView }) {
  const order = useVersions((state) => state.timeline.order);
  const shown = useVersions((state) => state.shown);
  const compared = useVersions((state) => state.compared) ?? indexBefore(order, version.index);
  const { compareWith } = useVersionsApi().getState();
  const choices = useMemo(() => comparisonChoices(order, shown, version.index), [order, shown, version.index]);
  return (
    <ChangesView
      artifact={artifact}
      from={compared === null ? null : `v${compared}`}
      to={version.ref}
      choices={choices}
      onChooseFrom={(ref) => compareWith(Number(ref.slice(1)))}
    />
  );
}
