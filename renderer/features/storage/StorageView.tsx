import { Text, Title } from '@mantine/core';
import { IconDatabaseOff } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { ByteSize } from '../../components/ByteSize.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { useStorage, useStorageApi } from './context.ts';
import { usageByArtifact, usageOf } from './selectors.ts';
import type { ArtifactUsage } from './selectors.ts';
import styles from './StorageView.module.css';
import type { UsageView } from './store.ts';
import { Verify } from './Verify.tsx';

/** What versions hold and what they cost, and whether the store is sound. */
export function StorageView() {
  const usage = useStorage((state) => state.usage);
  const store = useStorageApi();
  useEffect(() => {
    store.getState().setShown(true);
    return () => store.getState().setShown(false);
  }, [store]);
  return (
    <div className={styles['root']}>
      <header className={styles['header']}>
        <Title order={1} size="h3">
          Storage
        </Title>
        <Text size="sm" c="dimmed">
          Size is everything a version holds. Cost charges each byte to the oldest version that holds it.
        </Text>
      </header>
      {usage !== null && <Totals usage={usage} />}
      <Verify />
      {usage !== null && <Usage usage={usage} />}
    </div>
  );
}

function Totals({ usage }: { usage: UsageView }) {
  const figures = [
    { label: 'On disk', bytes: usage.storeBytes, note: 'all containers of the store' },
    ...(usage.cloneBytes === 0 ? [] : [{ label: 'Shared with your files', bytes: usage.cloneBytes, note: 'of it: takes no room until they change' }]),
    { label: 'Size of all versions', bytes: usage.totals.size, note: 'as if each were a copy' },
    { label: 'Cost of all versions', bytes: usage.totals.cost, note: 'each byte counted once' },
    ...(usage.undoBytes === 0 ? [] : [{ label: 'In the undo window', bytes: usage.undoBytes, note: 'freed when it ends' }]),
  ];
  return (
    <dl className={styles['totals']}>
      {figures.map(({ label, bytes, note }) => (
        <div key={label} className={styles['total']}>
          <dt>{label}</dt>
          <dd>
            <ByteSize bytes={bytes} />
          </dd>
          <Text size="xs" c="dimmed">
            {note}
          </Text>
        </div>
      ))}
    </dl>
  );
}

/** Artifacts with their sums; one can be opened to see its versions. */
function Usage({ usage }: { usage: UsageView }) {
  const artifacts = useMemo(() => usageByArtifact(usage), [usage]);
  const [opened, setOpened] = useState<string | null>(null);
  const current = artifacts.find(({ artifact }) => artifact === opened) ?? artifacts[0];
  const versions = useMemo(() => (current === undefined ? [] : usageOf(usage, current.artifact)), [usage, current]);
  if (current === undefined) {
    return (
      <EmptyState icon={<IconDatabaseOff size={36} stroke={1.3} />} title="The store is empty">
        Track a folder, and what its versions cost shows here.
      </EmptyState>
    );
  }
  const active = artifacts.indexOf(current);
  return (
    <div className={styles['tables']}>
      <div className={styles['table']}>
        <Head first="Artifact" />
        <div className={styles['list']}>
          <VirtualList
            label="Artifacts by cost"
            role="listbox"
            count={artifacts.length}
            keyOf={(index) => artifacts[index]?.artifact ?? String(index)}
            estimate={36}
            active={active}
            onActive={(index) => setOpened(artifacts[index]?.artifact ?? null)}
            render={(index) => {
              const row = artifacts[index];
              return row && <ArtifactRow row={row} selected={index === active} />;
            }}
          />
        </div>
      </div>
      <div className={styles['table']}>
        <Head first={`Versions of ${current.artifact}`} />
        <div className={styles['list']}>
          <VirtualList
            label={`Versions of ${current.artifact}`}
            count={versions.length}
            keyOf={(index) => versions[index]?.ref ?? String(index)}
            estimate={32}
            render={(index) => {
              const row = versions[index];
              return (
                row && (
                  <div className={styles['row']}>
                    <span className={styles['name']}>{row.ref}</span>
                    <span className={styles['bytes']}>{formatBytes(row.size)}</span>
                    <span className={styles['bytes']}>{formatBytes(row.cost)}</span>
                  </div>
                )
              );
            }}
          />
        </div>
      </div>
    </div>
  );
}

function ArtifactRow({ row, selected }: { row: ArtifactUsage; selected: boolean }) {
  return (
    <div className={styles['row']} data-selected={selected} data-pick>
      <span className={styles['name']}>
        {row.artifact} <span className={styles['count']}>{formatCount(row.versions)}</span>
      </span>
      <span className={styles['bytes']}>{formatBytes(row.size)}</span>
      <span className={styles['bytes']}>{formatBytes(row.cost)}</span>
    </div>
  );
}

function Head({ first }: { first: string }) {
  return (
    <div className={styles['head']}>
      <span className={styles['name']}>{first}</span>
      <span className={styles['bytes']}>Size</span>
      <span className={styles['bytes']}>Cost</span>
    </div>
  );
}
