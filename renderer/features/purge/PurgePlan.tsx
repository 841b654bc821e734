import { IconAlertTriangle, IconClockHour4, IconStack2 } from '@tabler/icons-react';
import type { PurgePlanView } from '../../../shared/values.ts';
import { ByteSize } from '../../components/ByteSize.tsx';
import { Figure, Figures } from '../../components/Figures.tsx';
import { PlanLine } from '../../components/PlanLine.tsx';
import { formatBytes, formatCount } from '../../lib/format.ts';
import styles from './PurgeDialog.module.css';
import { refsInWords } from './selectors.ts';

/** What a purge does: the versions that change, what goes and what that frees, and what it does not reach. */
export function PurgePlan({ plan }: { plan: PurgePlanView }) {
  const { refs, waitingRefs, entries, freedBytes, heldBytes } = plan;
  return (
    <section className={styles['plan']} aria-label="What will happen">
      <Figures>
        <Figure value={formatCount(refs.length)} data={{ 'data-testid': 'purge-plan-versions', 'data-count': refs.length }}>
          {refs.length === 1 ? 'version changes' : 'versions change'}
        </Figure>
        <Figure value={formatCount(entries)} data={{ 'data-testid': 'purge-plan-entries', 'data-count': entries }}>
          {entries === 1 ? 'file goes' : 'files go, counted in each version'}
        </Figure>
        <Figure value={<ByteSize bytes={freedBytes} />} data={{ 'data-testid': 'purge-plan-bytes', 'data-bytes': freedBytes }}>
          freed at once
        </Figure>
      </Figures>
      <div className={styles['lines']}>
        <PlanLine icon={<IconStack2 size={17} aria-hidden />}>It goes from {refsInWords(refs)}. All other files of them stay as they are.</PlanLine>
        {waitingRefs.length > 0 && (
          <PlanLine icon={<IconClockHour4 size={17} aria-hidden />}>
            {refsInWords(waitingRefs)} {waitingRefs.length === 1 ? 'waits' : 'wait'} in the undo window: taken back, {waitingRefs.length === 1 ? 'it comes' : 'they come'}{' '}
            without it.
          </PlanLine>
        )}
        {heldBytes > 0 && (
          <PlanLine icon={<IconAlertTriangle size={17} aria-hidden />} tone="warning">
            {formatBytes(heldBytes)} of the same content stay in the store, because other paths or artifacts hold it too. To be rid of it, purge it there as well.
          </PlanLine>
        )}
      </div>
    </section>
  );
}
