import { IconDatabaseOff } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { EmptyState } from '../../components/EmptyState.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { ArtifactStorage } from './ArtifactStorage.tsx';
import styles from './ArtifactsStorage.module.css';
import { usageByArtifact, usageOf } from './selectors.ts';
import type { ArtifactUsage } from './selectors.ts';
import type { TickedVersions } from './StorageView.tsx';
import type { UsageView } from './store.ts';

interface Props {
  usage: UsageView;
  ticked: TickedVersions | null;
  onOpen: (artifact: string) => void;
}

/** Artifacts with their sums; one is opened to see what its storage consists of. */
export function ArtifactsStorage({ usage, ticked, onOpen }: Props) {
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
    <div className={styles['root']}>
      <div className={styles['grid']}>
        <div className={styles['artifacts']}>
          <div className={styles['head']}>
            <span className={styles['name']}>Artifact</span>
            <span className={styles['bytes']}>Size</span>
            <span className={styles['bytes']}>Cost</span>
          </div>
          <div className={styles['list']} style={{ height: Math.min(artifacts.length, 12) * 36 }}>
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
        <ArtifactStorage
          artifact={current.artifact}
          versions={versions}
          ticked={ticked?.artifact === current.artifact ? ticked : null}
          onOpen={onOpen}
        />
      </div>
    </div>
  );
}

function ArtifactRow({ row, selected }: { row: ArtifactUsage; selected: boolean }) {
  return (
    <div className={styles['row']} data-selected={selected}>
      <span className={styles['name']} title={row.artifact}>
        {row.artifact} <span className={styles['count']}>{formatCount(row.versions)}</span>
      </span>
      <span className={styles['bytes']}>{formatBytes(row.size)}</span>
      <span className={styles['bytes']}>{formatBytes(row.cost)}</span>
    </div>
  );
}
