import { Progress } from '@mantine/core';
import type { CompositionView } from '../../../shared/values.ts';
import { ByteSize } from '../../components/ByteSize.tsx';
import styles from './Composition.module.css';
import { partsOf } from './selectors.ts';
import type { PartName } from './selectors.ts';

const looks: Record<PartName, { label: string; color: string }> = {
  shared: { label: 'In several versions', color: 'var(--strata-part-shared)' },
  unique: { label: 'In one version alone', color: 'var(--strata-part-unique)' },
  elsewhere: { label: 'In other artifacts too', color: 'var(--strata-part-elsewhere)' },
  waiting: { label: 'In the undo window', color: 'var(--strata-part-waiting)' },
};

/** What an artifact's storage consists of, as a bar; the list under it says the same in words and figures. */
export function Composition({ composition }: { composition: CompositionView }) {
  const parts = partsOf(composition);
  return (
    <figure className={styles['root']}>
      <Progress.Root size={16} radius="sm" aria-hidden>
        {parts
          .filter(({ bytes }) => bytes > 0)
          .map(({ name, share }) => (
            <Progress.Section key={name} value={share * 100} color={looks[name].color} className={styles['part']} withAria={false} />
          ))}
      </Progress.Root>
      <dl className={styles['legend']} aria-label="What the storage consists of">
        {parts.map(({ name, bytes, share }) => (
          <div key={name} className={styles['line']} data-testid={`part-${name}`} data-bytes={bytes}>
            <dt>
              <span className={styles['colour']} style={{ background: looks[name].color }} aria-hidden />
              {looks[name].label}
            </dt>
            <dd>
              <ByteSize bytes={bytes} /> <span className={styles['percent']}>{percent(share)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </figure>
  );
}

/** `25 %`; a part that is there is never nothing. */
function percent(share: number): string {
  return share > 0 && share < 0.005 ? '< 1 %' : `${Math.round(share * 100)} %`;
}
