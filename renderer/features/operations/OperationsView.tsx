import { Button, Loader, Text, Title } from '@mantine/core';
import { IconArrowBackUp, IconHistoryOff, IconSearchOff } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo } from 'react';
import type { OperationView } from '../../../shared/values.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { FilterInput } from '../../components/FilterInput.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import { useOperations, useOperationsApi } from './context.ts';
import styles from './OperationsView.module.css';
import { argumentsLine, filterOperations, operationWord } from './selectors.ts';

/** Every operation with time, who and what: the history that can be checked, and partly taken back. */
export function OperationsView() {
  const operations = useOperations((state) => state.operations);
  const filter = useOperations((state) => state.filter);
  const status = useOperations((state) => state.status);
  const store = useOperationsApi();
  const rows = useMemo(() => filterOperations(operations, filter), [operations, filter]);
  useEffect(() => {
    void store.getState().load();
  }, [store]);
  const onVisible = useCallback(
    (_first: number, last: number) => {
      if (last >= rows.length - 20) void store.getState().loadMore();
    },
    [rows.length, store],
  );

  return (
    <div className={styles['root']}>
      <Header />
      <div className={styles['head']} aria-hidden>
        <span className={styles['time']}>Time</span>
        <span className={styles['what']}>What</span>
        <span className={styles['artifact']}>Artifact</span>
        <span className={styles['who']}>By</span>
        <span className={styles['undo']} />
      </div>
      <div className={styles['list']}>
        {rows.length > 0 ? (
          <VirtualList
            label="Operations"
            role="grid"
            count={rows.length}
            keyOf={(index) => String(rows[index]?.id ?? index)}
            estimate={44}
            onVisible={onVisible}
            rowProps={(index) => ({ 'data-testid': 'operation-row', 'data-operation': String(rows[index]?.id ?? '') })}
            render={(index) => {
              const operation = rows[index];
              return operation && <Row operation={operation} />;
            }}
          />
        ) : (
          <Nothing status={status} filter={filter} />
        )}
      </div>
    </div>
  );
}

function Header() {
  const filter = useOperations((state) => state.filter);
  const { setFilter } = useOperationsApi().getState();
  return (
    <header className={styles['header']}>
      <div>
        <Title order={1} size="h3">
          History
        </Title>
        <Text size="sm" c="dimmed">
          Everything that was done, by whom and when.
        </Text>
      </div>
      <FilterInput
        label="Filter the history"
        placeholder="Filter the history"
        value={filter}
        onChange={setFilter}
        className={styles['filter']}
      />
    </header>
  );
}

function Nothing({ status, filter }: { status: string; filter: string }) {
  if (status === 'loading' || status === 'idle') return <Loader size="sm" m="lg" aria-label="Reading the history" />;
  return filter === '' ? (
    <EmptyState icon={<IconHistoryOff size={36} stroke={1.3} />} title="Nothing has been done yet">
      Tracking a folder will be the first entry.
    </EmptyState>
  ) : (
    <EmptyState icon={<IconSearchOff size={36} stroke={1.3} />} title="Nothing found">
      No entry matches “{filter}”.
    </EmptyState>
  );
}

function Row({ operation }: { operation: OperationView }) {
  const undoing = useOperations((state) => state.undoing.includes(operation.id));
  const store = useOperationsApi();
  const needsEngine = useNeedsEngine();
  const word = operationWord(operation.kind);
  const details = argumentsLine(operation);
  return (
    <div className={styles['row']} data-undone={operation.undone}>
      <span className={styles['time']} role="gridcell">
        <RelativeTime at={operation.at} style="column" />
      </span>
      <span className={styles['what']} role="gridcell">
        <span className={styles['word']}>{word}</span>
        {details !== '' && (
          <span className={styles['details']} title={details}>
            {details}
          </span>
        )}
      </span>
      <span className={styles['artifact']} role="gridcell">
        {operation.artifact ?? '—'}
      </span>
      <span className={styles['who']} role="gridcell" title={operation.actor}>
        {operation.actor}
      </span>
      <span className={styles['undo']} role="gridcell">
        {operation.undone && <span className={styles['undone']}>Taken back</span>}
        {operation.undoable && !operation.undone && (
          <Button
            size="compact-xs"
            variant="default"
            loading={undoing}
            leftSection={<IconArrowBackUp size={14} />}
            aria-label={`Undo: ${word}${operation.artifact === null ? '' : ` of ${operation.artifact}`}`}
            {...needsEngine(() => void store.getState().undo(operation.id))}
          >
            Undo
          </Button>
        )}
      </span>
    </div>
  );
}
