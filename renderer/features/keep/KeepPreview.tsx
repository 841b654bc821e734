import { Loader, Text } from '@mantine/core';
import { IconRecycle, IconShieldCheck } from '@tabler/icons-react';
import type { KeepPlanView, VersionView } from '../../../shared/values.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { formatBytes, formatNumberOf } from '../../lib/format.ts';
import styles from './KeepDialog.module.css';
import { sparedWords } from './spared-words.ts';

/** So many are listed; the rest is a number. */
const most = 200;

/** What a rule would take at once, to the byte. */
export function KeepPreview({ plan }: { plan: KeepPlanView | null }) {
  return (
    <section className={styles['preview']} aria-label="What would go" aria-live="polite" data-testid="keep-preview">
      {plan === null ? (
        <div className={styles['verdict']}>
          <Loader size={16} />
          <span>Looking what would go</span>
        </div>
      ) : (
        <Found plan={plan} />
      )}
    </section>
  );
}

function Found({ plan: { going, freedBytes, fates } }: { plan: KeepPlanView }) {
  if (going.length === 0) {
    const spared = sparedWords(fates);
    return (
      <>
        <div className={styles['verdict']}>
          <IconShieldCheck size={18} aria-hidden className={styles['safe']} />
          <span>
            <strong>Nothing would go now.</strong> {formatNumberOf(fates.length, 'version stays', 'versions stay')}.
          </span>
        </div>
        {spared !== '' && (
          <Text size="xs" c="dimmed">
            Whatever the rule, these stay: {spared}.
          </Text>
        )}
      </>
    );
  }
  return (
    <>
      <div className={styles['verdict']}>
        <IconRecycle size={18} aria-hidden className={styles['going']} />
        <span>
          <strong>
            {formatNumberOf(going.length, 'version')} would go and free {formatBytes(freedBytes)}.
          </strong>{' '}
          {formatNumberOf(fates.length - going.length, 'stays', 'stay')}.
        </span>
      </div>
      <ul className={styles['list']} tabIndex={0} aria-label="Versions that would go">
        {going.slice(0, most).map((version) => (
          <Row key={version.ref} version={version} />
        ))}
        {going.length > most && <li className={styles['row']}>and {formatNumberOf(going.length - most, 'older one')}</li>}
      </ul>
      <Text size="xs" c="dimmed">
        For a day they can come back. The newest version always stays, and so do those that are pinned, named, described, made by hand, or needed to take a
        restore back.
      </Text>
    </>
  );
}

function Row({ version: { ref, createdAt, bytes } }: { version: VersionView }) {
  return (
    <li className={styles['row']}>
      <span className={styles['ref']}>{ref}</span>
      <RelativeTime at={createdAt} style="column" />
      <span className={styles['bytes']}>{formatBytes(bytes)}</span>
    </li>
  );
}
