import { Chip, Loader, Select, Text } from '@mantine/core';
import { IconEqual, IconFileOff, IconFlag } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import { EmptyState } from '../../components/EmptyState.tsx';
import { FilterInput } from '../../components/FilterInput.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import { formatBytes, formatCount } from '../../lib/format.ts';
import styles from './ChangesView.module.css';
import { useChanges, useChangesApi } from './context.ts';
import { DiffRow } from './DiffRow.tsx';
import { changeKinds, diffRows, sizeDifference, totalChanges } from './selectors.ts';

interface Props {
  artifact: string;
  /** The version whose page is open: the newer side. */
  to: string;
  /** The version it is compared with; null: it is the first. */
  from: string | null;
  /** Versions that can be chosen to compare with. */
  choices: readonly { value: string; label: string }[];
  onChooseFrom: (ref: string) => void;
}

/** What changed between two versions. */
export function ChangesView({ artifact, to, from, choices, onChooseFrom }: Props) {
  const store = useChangesApi();
  const status = useChanges((state) => state.status);
  useEffect(() => {
    void store.getState().show(artifact, from, to);
  }, [store, artifact, from, to]);

  return (
    <div className={styles['root']}>
      <div className={styles['toolbar']}>
        <label className={styles['sides']}>
          <span>Compared with</span>
          <Select
            size="xs"
            w={190}
            aria-label="Compare with"
            searchable
            placeholder="Choose a version"
            data={[...choices]}
            value={from}
            onChange={(value) => value !== null && onChooseFrom(value)}
            comboboxProps={{ width: 260, position: 'bottom-start' }}
            nothingFoundMessage="No such version"
            limit={200}
          />
        </label>
        {status === 'ready' && from !== null && <Narrowing />}
      </div>
      <div className={styles['list']}>
        <Rows from={from} to={to} />
      </div>
    </div>
  );
}

const kindWords = { added: 'Added', modified: 'Modified', renamed: 'Renamed', removed: 'Removed' } as const;

function Narrowing() {
  const diff = useChanges((state) => state.diff);
  const hidden = useChanges((state) => state.hidden);
  const filter = useChanges((state) => state.filter);
  const { toggle, setFilter } = useChangesApi().getState();
  if (diff === null || totalChanges(diff) === 0) return null;
  const difference = sizeDifference(diff);
  return (
    <>
      <FilterInput
        label="Filter changes"
        placeholder="Filter changes"
        className={styles['filter']}
        value={filter}
        onChange={setFilter}
      />
      <div className={styles['kinds']} role="group" aria-label="Kinds of changes">
        {changeKinds
          .filter((kind) => diff.totals[kind] > 0)
          .map((kind) => (
            <Chip key={kind} size="xs" variant="light" checked={!hidden.includes(kind)} onChange={() => toggle(kind)}>
              {kindWords[kind]} {formatCount(diff.totals[kind])}
            </Chip>
          ))}
        <Text size="xs" c="dimmed" className={styles['difference']}>
          {difference === 0 ? 'same size' : `${difference > 0 ? '+' : '−'}${formatBytes(Math.abs(difference))}`}
        </Text>
      </div>
    </>
  );
}

function Rows({ from, to }: { from: string | null; to: string }) {
  const { diff, status, filter, hidden } = useChanges((state) => state);
  const rows = useMemo(() => (diff === null ? [] : diffRows(diff, filter, hidden)), [diff, filter, hidden]);
  if (from === null) {
    return (
      <EmptyState icon={<IconFlag size={32} stroke={1.4} />} title={`${to} is the first version`}>
        Everything in it is new. There is nothing before it to compare with.
      </EmptyState>
    );
  }
  if (status === 'loading') return <Loader size="sm" m="lg" aria-label="Comparing" />;
  if (diff === null) return null;
  if (totalChanges(diff) === 0) {
    return (
      <EmptyState icon={<IconEqual size={32} stroke={1.4} />} title="No changes">
        {from} and {to} hold exactly the same files.
      </EmptyState>
    );
  }
  if (rows.length === 0) {
    return (
      <EmptyState icon={<IconFileOff size={32} stroke={1.4} />} title="Nothing found">
        No change matches what you filter for.
      </EmptyState>
    );
  }
  return (
    <VirtualList
      label={`Changes from ${from} to ${to}`}
      count={rows.length}
      keyOf={(index) => {
        const row = rows[index];
        return row === undefined ? String(index) : row.kind === 'heading' ? row.change : `${row.change}:${row.path}`;
      }}
      estimate={32}
      rowProps={(index) => {
        const row = rows[index];
        return row?.kind === 'change'
          ? { 'data-testid': 'diff-row', 'data-path': row.path, 'data-change': row.change, 'aria-label': `${kindWords[row.change]} ${row.path}` }
          : {};
      }}
      render={(index) => {
        const row = rows[index];
        return row && <DiffRow row={row} />;
      }}
    />
  );
}
