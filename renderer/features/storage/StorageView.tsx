import { Text, Title } from '@mantine/core';
import { IconDatabaseX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { ByteSize } from '../../components/ByteSize.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { formatBytes } from '../../lib/format.ts';
import { ArtifactsStorage } from './ArtifactsStorage.tsx';
import { useStorage, useStorageApi } from './context.ts';
import { Health } from './Health.tsx';
import styles from './StorageView.module.css';
import type { UsageView } from './store.ts';
import { isDamaged } from './soundness.ts';
import { Waiting } from './Waiting.tsx';

/** Versions that are ticked in an artifact's timeline, and what they would free; null while that is added up. */
export interface TickedVersions {
  readonly artifact: string;
  readonly refs: readonly string[];
  readonly bytes: number | null;
}

interface Props {
  ticked: TickedVersions | null;
  /** Opens an artifact's timeline. */
  onOpen: (artifact: string) => void;
}

/** What versions hold and what they cost, what waits to be freed, and whether the store is sound. */
export function StorageView({ ticked, onOpen }: Props) {
  const usage = useStorage((state) => state.usage);
  const unreadable = useStorage((state) => state.unreadable);
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
      {usage !== null && !unreadable && <Totals usage={usage} />}
      <Health />
      <Waiting />
      {unreadable && (
        <EmptyState icon={<IconDatabaseX size={36} stroke={1.3} />} title="Sizes and costs are not known">
          A part of a manifest is damaged, so nobody knows what it names. They are back as soon as it is repaired.
        </EmptyState>
      )}
      {usage !== null && !unreadable && <ArtifactsStorage usage={usage} ticked={ticked} onOpen={onOpen} />}
    </div>
  );
}

function Totals({ usage }: { usage: UsageView }) {
  const deadBytes = useStorage((state) => state.deadBytes);
  const damaged = useStorage((state) => isDamaged(state.health));
  const dead = deadBytes === 0 ? 'all containers of the store' : `of which ${formatBytes(deadBytes)} are dead, ${damaged ? 'some of it held by damage' : 'and freed soon'}`;
  const figures = [
    { label: 'On disk', bytes: usage.storeBytes, note: dead },
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
