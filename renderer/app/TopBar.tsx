import { Burger, Text } from '@mantine/core';
import { StrataMark } from '../components/StrataMark.tsx';
import { DamageMark } from '../features/storage/DamageMark.tsx';
import { useVersions } from '../features/versions/context.ts';
import { isMac } from '../lib/keyboard.ts';
import { useNavigation, useNavigationApi } from './navigation.ts';
import styles from './TopBar.module.css';

const titles = { history: 'History', storage: 'Storage', remotes: 'Remotes' } as const;

/** On a narrow window: the way to the side bar, and where one is. */
export function TopBar() {
  const opened = useNavigation((state) => state.drawerOpened);
  const view = useNavigation((state) => state.view);
  // The artifact's own header says its name, unless a version's page has taken its place.
  const artifact = useVersions((state) => (state.pageOpened ? state.timeline.artifact : 'Strata'));
  const title = view === 'artifact' ? artifact : titles[view];
  const { setDrawer } = useNavigationApi().getState();
  return (
    <header className={styles['root']} data-mac={isMac}>
      <Burger
        size="sm"
        opened={opened}
        aria-label="Artifacts and views"
        aria-expanded={opened}
        onClick={() => setDrawer(!opened)}
      />
      <StrataMark size={20} />
      <Text fw={600} size="sm" truncate>
        {title}
      </Text>
      <span className={styles['end']}>
        <DamageMark />
      </span>
    </header>
  );
}
