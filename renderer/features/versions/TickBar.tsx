import { ActionIcon, Button, Checkbox, Tooltip } from '@mantine/core';
import { IconTrash, IconX } from '@tabler/icons-react';
import { KeyHint } from '../../components/KeyHint.tsx';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import { formatBytes, formatCount, formatNumberOf } from '../../lib/format.ts';
import { useVersions, useVersionsApi } from './context.ts';
import styles from './TickBar.module.css';
import { tickedRefs } from './selectors.ts';

/** What is ticked, what deleting it would free, and the button that does it. */
export function TickBar({ onDelete }: { onDelete: (refs: string[]) => void }) {
  const { indexes } = useVersions((state) => state.ticks);
  const total = useVersions((state) => state.timeline.total);
  const store = useVersionsApi();
  const needsEngine = useNeedsEngine();
  const all = indexes.length === total;
  const { tickAll, endTicks } = store.getState();
  return (
    <div className={styles['root']} role="toolbar" aria-label="Ticked versions">
      <Checkbox
        size="xs"
        aria-label={all ? 'Untick all versions' : 'Tick all versions'}
        checked={all}
        indeterminate={!all}
        onChange={() => (all ? endTicks() : void tickAll())}
      />
      <Figure />
      <Tooltip label={<KeyHint keys="Delete" />}>
        <Button
          size="compact-sm"
          color="red"
          variant="light"
          leftSection={<IconTrash size={14} />}
          {...needsEngine(() => onDelete(tickedRefs(store.getState())))}
        >
          Delete…
        </Button>
      </Tooltip>
      <Tooltip label={<KeyHint keys="Esc" />}>
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label="End ticking" onClick={endTicks}>
          <IconX size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

/** While the answer for the newest tick is on its way, the last figure stands back. */
function Figure() {
  const { indexes } = useVersions((state) => state.ticks);
  const reclaim = useVersions((state) => state.reclaim);
  const current = reclaim?.of === indexes;
  return (
    <div className={styles['figure']} role="status" aria-busy={!current} data-testid="reclaim" data-current={current}>
      <strong>{formatNumberOf(indexes.length, 'version')}</strong>
      <span className={styles['bytes']} title={reclaim === null ? undefined : `${formatCount(reclaim.bytes)} bytes`}>
        {reclaim === null ? 'adding up…' : `${formatBytes(reclaim.bytes)} would be freed`}
      </span>
    </div>
  );
}
