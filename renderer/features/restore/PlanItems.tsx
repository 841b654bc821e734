import { Text } from '@mantine/core';
import { ByteSize } from '../../components/ByteSize.tsx';
import { PathText } from '../../components/PathText.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import { actionWords } from './action-words.ts';
import styles from './PlanView.module.css';
import type { PlanItem } from './selectors.ts';

const rowHeight = 28;
const greatestHeight = 232;

/** The paths that a restore touches. */
export function PlanItems({ items }: { items: readonly PlanItem[] }) {
  const height = Math.min(greatestHeight, Math.max(2, items.length) * rowHeight + 8);
  return (
    <div className={styles['list']} style={{ height }}>
      {items.length === 0 ? (
        <Text size="sm" c="dimmed" p="sm">
          Nothing found.
        </Text>
      ) : (
        <VirtualList
          label="Items of the plan"
          count={items.length}
          keyOf={(index) => items[index]?.path ?? String(index)}
          estimate={rowHeight}
          render={(index) => {
            const item = items[index];
            return item && <Item item={item} />;
          }}
        />
      )}
    </div>
  );
}

function Item({ item }: { item: PlanItem }) {
  return (
    <div className={styles['item']}>
      <span className={styles['word']} data-action={item.action}>
        {actionWords[item.action]}
      </span>
      <span className={styles['path']}>
        <PathText path={item.path} />
      </span>
      {item.kind === 'file' && (
        <span className={styles['size']}>
          <ByteSize bytes={item.size} />
        </span>
      )}
    </div>
  );
}
