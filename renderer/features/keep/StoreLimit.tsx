import { Button, Group, Modal, NumberInput, Progress, Stack, Text } from '@mantine/core';
import { IconGauge } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { RoomView } from '../../../shared/values.ts';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import { formatBytes } from '../../lib/format.ts';
import { useKeep, useKeepApi } from './context.ts';
import styles from './StoreLimit.module.css';

const gigabyte = 1_000_000_000;
const colours = { free: 'strata', near: 'orange', full: 'red' } as const;

/** How much the store takes of its limit, and the way to set one. */
export function StoreLimit() {
  const room = useKeep((state) => state.room);
  const asks = useKeep((state) => state.asksLimit);
  const store = useKeepApi();
  const needsEngine = useNeedsEngine();
  useEffect(() => {
    if (store.getState().room === null) void store.getState().loadRoom();
  }, [store]);
  if (room === null) return null;
  const { limitBytes, storeBytes, state } = room;
  return (
    <section className={styles['root']} aria-label="Limit of the store" data-state={state}>
      <IconGauge size={18} stroke={1.7} aria-hidden className={styles['icon']} />
      <span className={styles['words']} role="status">
        {wordsOf(room)}
      </span>
      <Button size="compact-sm" variant="subtle" {...needsEngine(() => store.getState().askLimit(true))}>
        {limitBytes === null ? 'Set a limit…' : 'Change…'}
      </Button>
      {limitBytes !== null && (
        <Progress
          className={styles['bar'] ?? ''}
          value={Math.min(100, (storeBytes / limitBytes) * 100)}
          color={colours[state]}
          size="sm"
          aria-label="Part of the limit that is taken"
        />
      )}
      {asks && <LimitDialog room={room} />}
    </section>
  );
}

function wordsOf({ limitBytes, storeBytes, state }: RoomView): string {
  if (limitBytes === null) return 'The store may take as much as the disk has.';
  const takes = `${formatBytes(storeBytes)} of at most ${formatBytes(limitBytes)}`;
  if (state === 'free') return takes;
  return state === 'near' ? `${takes}: nearly full` : `${takes}: full, no new versions are made`;
}

function LimitDialog({ room }: { room: RoomView }) {
  const { askLimit, setLimit } = useKeepApi().getState();
  const [size, setSize] = useState<number | string>((room.limitBytes ?? Math.max(10 * gigabyte, 2 * room.storeBytes)) / gigabyte);
  const bytes = typeof size === 'number' ? Math.round(size * gigabyte) : 0;
  const isSmall = bytes > 0 && bytes <= room.storeBytes;
  return (
    <Modal opened onClose={() => askLimit(false)} title="Limit of the store" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (bytes > 0) void setLimit(bytes);
        }}
      >
        <Stack>
          <Text size="sm" c="dimmed">
            Strata warns at 90 %. At the limit it makes no new versions until there is room again. Nothing that is stored is ever deleted for it.
          </Text>
          <NumberInput
            data-autofocus
            label="At most, in GB"
            description={`The store takes ${formatBytes(room.storeBytes)} now.`}
            value={size}
            onChange={setSize}
            min={0.001}
            decimalScale={3}
            error={isSmall ? 'The store takes more than that already: new versions stop at once.' : null}
          />
          <Group justify="flex-end">
            {room.limitBytes !== null && (
              <Button variant="subtle" color="gray" mr="auto" onClick={() => void setLimit(null)}>
                No limit
              </Button>
            )}
            <Button variant="default" onClick={() => askLimit(false)}>
              Cancel
            </Button>
            <Button type="submit" disabled={bytes <= 0}>
              Set
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
