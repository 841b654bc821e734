import { Button, Text } from '@mantine/core';
import { IconCheck, IconListCheck } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import { formatBytes, formatNumberOf } from '../../lib/format.ts';
import styles from './ArtifactStorage.module.css';
import { Composition } from './Composition.tsx';
import { useStorage } from './context.ts';
import type { TickedVersions } from './StorageView.tsx';
import type { UsageView } from './store.ts';

/** Charts come with a big library: it is loaded when the first one is shown. */
const Growth = lazy(async () => ({ default: (await import('./Growth.tsx')).Growth }));

interface Props {
  artifact: string;
  /** Newest first. */
  versions: UsageView['versions'];
  ticked: TickedVersions | null;
  onOpen: (artifact: string) => void;
}

/** What one artifact's storage consists of, how it grew, and what each version holds, costs and would free. */
export function ArtifactStorage({ artifact, versions, ticked, onOpen }: Props) {
  const composition = useStorage((state) => state.compositions.find((one) => one.artifact === artifact));
  return (
    <section className={styles['root']} aria-label={`Storage of ${artifact}`}>
      <div className={styles['title']}>
        <Text fw={600} component="h2" truncate title={artifact}>
          {artifact}
        </Text>
        <Button size="compact-sm" variant="default" leftSection={<IconListCheck size={15} />} onClick={() => onOpen(artifact)}>
          Choose versions…
        </Button>
      </div>
      {composition !== undefined && <Composition composition={composition} />}
      {versions.length > 1 && (
        <Suspense fallback={<div className={styles['chart']} />}>
          <Growth artifact={artifact} versions={versions} />
        </Suspense>
      )}
      <div>
        <div className={styles['head']} aria-hidden>
          <span className={styles['name']}>Version</span>
          <span className={styles['bytes']}>Size</span>
          <span className={styles['bytes']}>Cost</span>
          <span className={styles['bytes']} title="What deleting this version alone would free">
            Frees
          </span>
        </div>
        {ticked !== null && <Ticked ticked={ticked} />}
        <div style={{ height: Math.min(versions.length, 8) * 32 }}>
          <VirtualList
            label={`Versions of ${artifact}`}
            count={versions.length}
            keyOf={(index) => versions[index]?.ref ?? String(index)}
            estimate={32}
            rowProps={(index) => ({ 'data-testid': 'usage-row', 'data-ref': versions[index]?.ref, 'aria-label': rowLabel(versions[index]) })}
            render={(index) => {
              const row = versions[index];
              return row && <Row row={row} ticked={ticked?.refs.includes(row.ref) ?? false} />;
            }}
          />
        </div>
      </div>
    </section>
  );
}

type UsageRow = Props['versions'][number];

function rowLabel(row: UsageRow | undefined): string {
  if (row === undefined) return '';
  const [size, cost, frees] = [row.size, row.cost, row.reclaim].map(formatBytes);
  return `${row.ref}: size ${size}, cost ${cost}, frees ${frees} alone`;
}

/** The sum over the versions that are ticked in the timeline. */
function Ticked({ ticked }: { ticked: TickedVersions }) {
  return (
    <div className={styles['ticked']} data-testid="ticked">
      <span className={styles['name']}>{formatNumberOf(ticked.refs.length, 'version')} ticked</span>
      <span>{ticked.bytes === null ? 'adding up…' : `${formatBytes(ticked.bytes)} would be freed`}</span>
    </div>
  );
}

function Row({ row, ticked }: { row: UsageRow; ticked: boolean }) {
  return (
    <div className={styles['row']}>
      <span className={styles['name']}>
        {row.ref} {ticked && <IconCheck size={14} stroke={2.5} aria-label="ticked" className={styles['check']} />}
        <span className={styles['time']}>
          <RelativeTime at={row.createdAt} style="column" />
        </span>
      </span>
      <span className={styles['bytes']}>{formatBytes(row.size)}</span>
      <span className={styles['bytes']}>{formatBytes(row.cost)}</span>
      <span className={styles['bytes']}>{formatBytes(row.reclaim)}</span>
    </div>
  );
}
