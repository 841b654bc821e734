import { Loader, UnstyledButton } from '@mantine/core';
import { IconGitCommit } from '@tabler/icons-react';
import { ByteSize } from '../../components/ByteSize.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { useFiles, useFilesApi } from './context.ts';
import styles from './FileLookPanel.module.css';

const words = { added: 'Added', modified: 'Modified', removed: 'Removed' } as const;

/** The versions in which the path changed, newest first; each opens the content it had then. */
export function PathHistory() {
  const history = useFiles((state) => state.history);
  const { previewAt, setLookTab } = useFilesApi().getState();
  if (history === null) return <Loader size="sm" m="md" aria-label="Loading the history" />;
  if (history.length === 0) {
    return <EmptyState icon={<IconGitCommit size={32} stroke={1.4} />} title="No history for this path" />;
  }
  return (
    <div role="list" aria-label="Versions in which it changed">
      {history.map(({ ref, kind, size, createdAt }) => (
        <div key={ref} role="listitem">
          <UnstyledButton
            className={styles['change']}
            disabled={kind === 'removed'}
            aria-label={`${ref}, ${words[kind]}`}
            onClick={() => {
              setLookTab('preview');
              void previewAt(ref);
            }}
          >
            <span className={styles['ref']}>{ref}</span>
            <span className={styles['word']} data-kind={kind}>
              {words[kind]}
            </span>
            {size !== null && <ByteSize bytes={size} />}
            <span className={styles['when']}>
              <RelativeTime at={createdAt} />
            </span>
          </UnstyledButton>
        </div>
      ))}
    </div>
  );
}
