import { Text, UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { RestorePlanView } from '../../../shared/values.ts';
import { FilterInput } from '../../components/FilterInput.tsx';
import { formatBytes, formatCount, formatNumberOf } from '../../lib/format.ts';
import { actionWords } from './action-words.ts';
import { PlanItems } from './PlanItems.tsx';
import { PlanProblems } from './PlanProblems.tsx';
import styles from './PlanView.module.css';
import { filterItems, planTotal } from './selectors.ts';
import type { PlanAction } from './selectors.ts';

const actions: readonly PlanAction[] = ['create', 'overwrite', 'delete', 'touch'];

/** What the restore will do, in counts and as a list. A count narrows the list to its items. */
export function PlanView({ plan }: { plan: RestorePlanView }) {
  const [filter, setFilter] = useState('');
  const [action, setAction] = useState<PlanAction | null>(null);
  const items = useMemo(() => filterItems(plan.items, filter, action), [plan, filter, action]);
  const total = planTotal(plan);
  const cut = plan.items.length < total;

  return (
    <section aria-label="What will happen">
      <Counts plan={plan} action={action} onAction={setAction} />
      {total === 0 ? (
        <div className={styles['nothing']}>
          <IconCheck size={18} aria-hidden /> {plan.problems.length === 0 ? 'Nothing has to change: it is like this already.' : 'Nothing else has to change.'}
        </div>
      ) : (
        <>
          <div className={styles['bar']}>
            <Text size="xs" c="dimmed">
              {formatBytes(plan.bytes)} to write, {formatBytes(plan.freeBytes)} free
              {cut && ` · the first ${formatCount(plan.items.length)} of ${formatNumberOf(total, 'item')}`}
            </Text>
            <FilterInput label="Filter the plan" value={filter} onChange={setFilter} className={styles['filter']} />
          </div>
          <PlanItems items={items} />
        </>
      )}
      <PlanProblems problems={plan.problems} />
    </section>
  );
}

interface CountsProps {
  plan: RestorePlanView;
  action: PlanAction | null;
  onAction: (action: PlanAction | null) => void;
}

function Counts({ plan, action, onAction }: CountsProps) {
  return (
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
            aria-label={`${actionWords[name]}: ${plan[name]}`}
            onClick={() => onAction(action === name ? null : name)}
          >
            <strong>{formatCount(plan[name])}</strong>
            <span>{actionWords[name]}</span>
          </UnstyledButton>
        ))}
      <div className={styles['figure']} data-testid="restore-plan-unchanged" data-count={plan.unchanged}>
        <strong>{formatCount(plan.unchanged)}</strong>
        <span>Unchanged</span>
      </div>
    </div>
  );
}
