import { Modal, Text } from '@mantine/core';
import { FocusBack } from '../components/FocusBack.tsx';
import { KeyHint } from '../components/KeyHint.tsx';
import { useNavigation, useNavigationApi } from './navigation.ts';
import styles from './ShortcutsOverlay.module.css';

const groups = [
  {
    title: 'Anywhere',
    keys: [
      ['mod+O', 'Add a folder'],
      ['mod+L', 'Add a reference'],
      ['mod+S', 'Snapshot now'],
      ['mod+F', 'Filter what is shown'],
      ['/', 'Filter what is shown'],
      ['mod+1', 'Artifacts'],
      ['mod+2', 'History'],
      ['mod+3', 'Storage'],
      ['mod+4', 'Remotes'],
      ['?', 'These shortcuts'],
      ['Esc', 'Close, or go back'],
    ],
  },
  {
    title: 'With a version',
    keys: [
      ['R', 'Restore'],
      ['C', 'Compare'],
      ['A', 'Add an alias'],
      ['D', 'Describe'],
    ],
  },
  {
    title: 'Ticking versions',
    keys: [
      ['Space', 'Tick, or untick'],
      ['shift+↑', 'Tick upwards'],
      ['shift+↓', 'Tick downwards'],
      ['mod+A', 'Tick all'],
      ['Delete', 'Delete what is ticked'],
      ['Esc', 'End ticking'],
    ],
  },
  {
    title: 'In lists and trees',
    keys: [
      ['↑', 'Up'],
      ['↓', 'Down'],
      ['→', 'Open a folder, or go into it'],
      ['←', 'Close it, or go to the one above'],
      ['Enter', 'Open'],
      ['H', 'History of a path'],
      ['shift+F10', 'Actions of a file'],
    ],
  },
] as const;

/** Every shortcut of the window. */
export function ShortcutsOverlay() {
  const shown = useNavigation((state) => state.shortcutsShown);
  const { setShortcuts } = useNavigationApi().getState();
  return (
    <Modal
      opened={shown}
      onClose={() => setShortcuts(false)}
      title="Keyboard shortcuts"
      size={720}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <FocusBack />
      <div className={styles['groups']}>
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <Text fw={600} size="sm" mb={6} component="h3">
              {title}
            </Text>
            <dl className={styles['keys']}>
              {keys.map(([combination, meaning]) => (
                <div key={combination} className={styles['key']}>
                  <dt>
                    <KeyHint keys={combination} />
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
