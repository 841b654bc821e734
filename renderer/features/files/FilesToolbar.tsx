import { Text } from '@mantine/core';
import { FilterInput } from '../../components/FilterInput.tsx';
import { formatBytes, formatCount, formatNumberOf } from '../../lib/format.ts';
import { useFiles, useFilesApi } from './context.ts';
import styles from './FilesTree.module.css';

/** The filter, and how much it found or there is. */
export function FilesToolbar() {
  const { filter, searching, searched, matches, matchesCut } = useFiles((state) => state);
  const top = useFiles((state) => state.folders['']);
  const store = useFilesApi();
  const found = matches?.length ?? 0;
  return (
    <div className={styles['toolbar']}>
      <FilterInput
        label="Filter files"
        placeholder="Filter files"
        className={styles['filter']}
        value={filter}
        busy={searching}
        onChange={(value) => void store.getState().setFilter(value)}
      />
      <Text size="xs" c="dimmed" role="status">
        {matches !== null &&
          (searching
            ? `${formatCount(found)} found in ${formatCount(searched)} so far…`
            : `${matchesCut ? 'the first ' : ''}${formatNumberOf(found, 'match', 'matches')}`)}
        {matches === null && top !== undefined && top.total > 0 && (
          <>
            {formatNumberOf(top.files, 'file')}, {formatBytes(top.bytes)}
          </>
        )}
      </Text>
    </div>
  );
}
