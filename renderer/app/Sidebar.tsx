import { NavLink, Text } from '@mantine/core';
import { IconChartBar, IconCloudShare, IconHistory } from '@tabler/icons-react';
import { StrataMark } from '../components/StrataMark.tsx';
import { ArtifactList } from '../features/artifacts/ArtifactList.tsx';
import { useReferencesApi } from '../features/references/context.ts';
import { DamageMark } from '../features/storage/DamageMark.tsx';
import { useTrackingApi } from '../features/tracking/context.ts';
import { isMac } from '../lib/keyboard.ts';
import { useNavigation, useNavigationApi } from './navigation.ts';
import styles from './Sidebar.module.css';
import { WindowActions } from './WindowActions.tsx';

/** The artifacts, and the views that are about all of them. */
export function Sidebar() {
  const view = useNavigation((state) => state.view);
  const artifact = useNavigation((state) => state.artifact);
  const { openArtifact, openView } = useNavigationApi().getState();
  const tracking = useTrackingApi();
  const references = useReferencesApi();
  return (
    <>
      <div className={styles['brand']} data-mac={isMac}>
        <StrataMark size={24} />
        <Text fw={700} size="md" className={styles['name']}>
          Strata
        </Text>
        <WindowActions />
      </div>
      <div className={styles['views']}>
        <NavLink
          component="button"
          type="button"
          label="History"
          leftSection={<IconHistory size={17} stroke={1.7} />}
          active={view === 'history'}
          aria-current={view === 'history' ? 'page' : undefined}
          onClick={() => openView('history')}
        />
        <NavLink
          component="button"
          type="button"
          label="Storage"
          leftSection={<IconChartBar size={17} stroke={1.7} />}
          rightSection={<DamageMark />}
          active={view === 'storage'}
          aria-current={view === 'storage' ? 'page' : undefined}
          onClick={() => openView('storage')}
        />
        <NavLink
          component="button"
          type="button"
          label="Remotes"
          leftSection={<IconCloudShare size={17} stroke={1.7} />}
          active={view === 'remotes'}
          aria-current={view === 'remotes' ? 'page' : undefined}
          onClick={() => openView('remotes')}
        />
      </div>
      <Text size="xs" fw={600} c="dimmed" className={styles['caption']} component="h2">
        Artifacts
      </Text>
      <ArtifactList
        selected={view === 'artifact' ? artifact : null}
        onOpen={openArtifact}
        onAddFolder={() => void tracking.getState().chooseFolder()}
        onAddReference={() => references.getState().openDraft({})}
      />
    </>
  );
}
