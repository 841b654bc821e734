import { Menu } from '@mantine/core';
import { IconEraser, IconEye, IconGitCommit, IconHistory } from '@tabler/icons-react';
import { useEngineAway } from '../../lib/engine-away.ts';
import { useFilesApi } from './context.ts';
import styles from './FilesTree.module.css';
import type { NamedRow } from './selectors.ts';

export interface MenuPlace {
  readonly row: NamedRow;
  /** Where in the window, in px. */
  readonly x: number;
  readonly y: number;
}

interface Props {
  place: MenuPlace | null;
  onClose: () => void;
  onRestore: (path: string) => void;
  /** Takes the path out of every version. */
  onPurge: (path: string) => void;
}

/** What can be done with one row; one menu serves all rows. */
export function RowMenu({ place, onClose, onRestore, onPurge }: Props) {
  const store = useFilesApi();
  const away = useEngineAway() !== null;
  if (place === null) return null;
  const { row, x, y } = place;
  return (
    <Menu
      opened
      onClose={onClose}
      shadow="md"
      width={264}
      position="bottom-start"
      // Not "keydown": the key that opened the menu would close it at once.
      clickOutsideEvents={['mousedown', 'touchstart']}
    >
      <Menu.Target>
        <span className={styles['anchor']} style={{ left: x, top: y }} />
      </Menu.Target>
      <Menu.Dropdown>
        {row.kind === 'entry' && (
          <Menu.Item disabled={away} leftSection={<IconEye size={16} />} onClick={() => void store.getState().look(row.path, 'preview')}>
            Preview
          </Menu.Item>
        )}
        <Menu.Item
          disabled={away}
          leftSection={<IconGitCommit size={16} />}
          onClick={() => void store.getState().look(row.path, 'history')}
        >
          History of this path
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item disabled={away} leftSection={<IconHistory size={16} />} onClick={() => onRestore(row.path)}>
          Restore this {row.kind === 'folder' ? 'folder' : 'file'}…
        </Menu.Item>
        <Menu.Item color="var(--strata-removed)" disabled={away} leftSection={<IconEraser size={16} />} onClick={() => onPurge(row.path)}>
          Purge from every version…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
