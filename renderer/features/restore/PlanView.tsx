import { Text, UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { RestorePlanView } from '../../../shared/values.ts';
import { ByteSize } from '../../components/ByteSize.tsx';
import { FilterInput } from '../../components/FilterInput.tsx';
import { PathText } from '../../components/PathText.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import { formatBytes, formatCount, formatNumberOf } from '../../lib/format.ts';
import styles from './PlanView.module.css';
import { filterItems, planTotal } from './selectors.ts';
import type { PlanAction } from './selectors.ts';

const words: Record<PlanAction, string> = { create: 'Create', overwrite: 'Overwrite', delete: 'Delete', touch: 'Adjust' };
const actions: readonly PlanAction[] = ['create', 'overwrite', 'delete', 'touch'];

/** What the restore will do, in counts and as a list. A count narrows the list to its items. */
export function PlanView({ plan }: { plan: RestorePlanView }) {
  const [filter, setFilter] = useState('');
  const [action, setAction] = useState<PlanAction | null>(null);
  const items = useMemo(() => filterItems(plan.items, filter, action), [plan, filter, action]);
  const total = planTotal(plan);

  return (
    <section aria-label="What will happen">
      <div className={styles['counts']}>
        {actions
          .filter((name) => name !== 'touch' || plan.touch > 0)
          .map((name) => (
            <UnstyledButton
              key={name}
              className={styles['figure']}
              data-action={name}
              data-testid={`restore-plan-${name}`}
              data-count={plan[name]}
              disabled={plan[name] === 0}
              aria-pressed={action === name}
              aria-label={`${words[name]}: ${plan[name]}`}
              onClick={() => setAction(action === name ? null : name)}
            >
              <strong>{formatCount(plan[name])}</strong>
              <span>{words[name]}</span>
            </UnstyledButton>
          ))}
        <div className={styles['figure']} data-testid="restore-plan-unchanged" data-count={plan.unchanged}>
          <strong>{formatCount(plan.unchanged)}</strong>
          <span>Unchanged</span>
        </div>
      </div>
      {total === 0 ? (
        <div className={styles['nothing']}>
          <IconCheck size={18} aria-hidden /> Nothing has to change: it is like this already.
        </div>
      ) : (
        <>
          <div className={styles['bar']}>
            <Text size="xs" c="dimmed">
              {formatBytes(plan.bytes)} to write, {formatBytes(plan.freeBytes)} free
              {plan.items.length < total && ` · the first ${formatCount(plan.items.length)} of ${formatNumberOf(total, 'item')}`}
            </Text>
            <FilterInput label="Filter the plan" value={filter} onChange={setFilter} className={styles['filter']} />
          </div>
          <div className={styles['list']} style={{ height: Math.min(232, Math.max(2, items.length) * 28 + 8) }}>
            {items.length === 0 ? (
              <Text size="sm" c="dimmed" p="sm">
                Nothing found.
              </Text>
            ) : (
              <VirtualList
                label="Items of the plan"
                count={items.length}
                keyOf={(index) => items[index]?.path ?? String(index)}
                estimate={28}
                render={(index) => {
                  const item = items[index];
                  return (
                    item && (
                      <div className={styles['item']}>
                        <span className={styles['word']} data-action={item.action}>
                          {words[item.action]}
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
                    )
                  );
                }}
              />
            )}
          </div>
        </>
      )}
    </section>
  );
}
