import { Button, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconArrowBackUp, IconTrash, IconTrashX } from '@tabler/icons-react';
import type { DeletionView } from '../../../shared/values.ts';
import { VirtualList } from '../../components/VirtualList.tsx';
import { absoluteTime, dueTime } from '../../lib/dates.ts';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import { formatBytes } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { useStorage, useStorageApi } from './context.ts';
import { deletionWords } from './selectors.ts';
import styles from './Waiting.module.css';

const rowHeight = 48;

const confirmation = {
  confirmProps: { color: 'red.9' },
  closeButtonProps: { 'aria-label': 'Close' },
} as const;

/** What was deleted and can still be taken back: until when, and what is freed then. */
export function Waiting() {
  const { deletions, bytes } = useStorage((state) => state.waiting);
  if (deletions.length === 0) return null;
  const newestFirst = deletions.toReversed();
  return (
    <section className={styles['root']} aria-label="Waiting to be freed">
      <div className={styles['head']}>
        <div className={styles['title']}>
          <Text fw={600} component="h2">
            Waiting to be freed
          </Text>
          <Text size="sm" c="dimmed">
            Deleted, and can still be taken back
          </Text>
        </div>
        <FreeNow bytes={bytes} />
      </div>
      <div style={{ height: Math.min(newestFirst.length, 4) * rowHeight + 2 }}>
        <VirtualList
          label="Deletions that can be taken back"
          role="grid"
          count={newestFirst.length}
          keyOf={(index) => String(newestFirst[index]?.operation ?? index)}
          estimate={rowHeight}
          rowProps={(index) => ({ 'data-testid': 'waiting-row', 'data-operation': String(newestFirst[index]?.operation ?? '') })}
          render={(index) => {
            const deletion = newestFirst[index];
            return deletion && <Row deletion={deletion} />;
          }}
        />
      </div>
    </section>
  );
}

function FreeNow({ bytes }: { bytes: number }) {
  const freeing = useStorage((state) => state.freeing === 'all');
  const store = useStorageApi();
  const needsEngine = useNeedsEngine();

  function confirm(): void {
    modals.openConfirmModal({
      title: bytes === 0 ? 'Free it now?' : `Free ${formatBytes(bytes)} now?`,
      children: 'Everything that waits here is gone for good then; none of these deletions can be taken back any more.',
      labels: { confirm: 'Free now, for good', cancel: 'Keep waiting' },
      ...confirmation,
      onConfirm: () => void store.getState().freeNow(),
    });
  }

  return (
    <Button size="sm" color="red" variant="light" loading={freeing} leftSection={<IconTrashX size={16} />} {...needsEngine(confirm)}>
      {bytes === 0 ? 'Free now…' : `Free ${formatBytes(bytes)} now…`}
    </Button>
  );
}

function Row({ deletion }: { deletion: DeletionView }) {
  const undoing = useStorage((state) => state.undoing.includes(deletion.operation));
  const store = useStorageApi();
  const needsEngine = useNeedsEngine();
  const now = useNow();
  const words = deletionWords(deletion);
  return (
    <div className={styles['row']}>
      <IconTrash size={17} stroke={1.7} aria-hidden className={styles['icon']} />
      <span className={styles['what']} role="gridcell">
        <span className={styles['words']} title={words}>
          {words}
        </span>
        <time className={styles['due']} dateTime={new Date(deletion.dueAt).toISOString()} title={absoluteTime(deletion.dueAt)}>
          {deletion.by == null ? '' : `deleted for everybody by ${deletion.by}, `}freed {dueTime(deletion.dueAt, now)}
        </time>
      </span>
      <span className={styles['bytes']} role="gridcell">
        {formatBytes(deletion.bytes)}
      </span>
      <span role="gridcell" className={styles['actions']}>
        <Button
          size="compact-sm"
          variant="default"
          loading={undoing}
          leftSection={<IconArrowBackUp size={15} />}
          aria-label={`Take back: ${words} deleted`}
          {...needsEngine(() => void store.getState().undo(deletion.operation))}
        >
          Take back
        </Button>
        <FreeOne deletion={deletion} words={words} />
      </span>
    </div>
  );
}

/** Frees this deletion alone, once that is confirmed. */
function FreeOne({ deletion, words }: { deletion: DeletionView; words: string }) {
  const freeing = useStorage((state) => state.freeing === deletion.operation);
  const deletions = useStorage((state) => state.waiting.deletions);
  const store = useStorageApi();
  const needsEngine = useNeedsEngine();

  function confirm(): void {
    modals.openConfirmModal({
      title: 'Delete it for good?',
      children: <ForGood deletion={deletion} words={words} together={deletions.filter(({ operation }) => deletion.together.includes(operation))} />,
      labels: { confirm: 'Delete for good', cancel: 'Keep waiting' },
      ...confirmation,
      onConfirm: () => void store.getState().freeNow(deletion.operation),
    });
  }

  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="red"
      loading={freeing}
      leftSection={<IconTrashX size={15} />}
      aria-label={`Delete for good: ${words}`}
      title="Delete for good…"
      classNames={{ root: styles['forGood'] ?? '', section: styles['forGoodIcon'] ?? '' }}
      {...needsEngine(confirm)}
    >
      <span className={styles['forGoodText']}>Delete for good…</span>
    </Button>
  );
}

/** What goes, what that frees, and what else goes with it. */
function ForGood({ deletion, words, together }: { deletion: DeletionView; words: string; together: readonly DeletionView[] }) {
  const { bytes, bytesNow } = deletion;
  return (
    <Stack gap="xs">
      <Text size="sm">
        <strong>{words}</strong> can no longer be taken back then, and {formatBytes(bytesNow)} are freed at once.
      </Text>
      {together.length > 0 && (
        <Text size="sm">
          {together.map(deletionWords).join(' and ')}, deleted before, {together.length === 1 ? 'goes' : 'go'} with it: without the artifact nothing could bring{' '}
          {together.length === 1 ? 'it' : 'them'} back.
        </Text>
      )}
      {bytesNow < bytes && (
        <Text size="sm" c="dimmed">
          The rest of its {formatBytes(bytes)} is held by other deletions that wait, and is freed with the last of them.
        </Text>
      )}
    </Stack>
  );
}
