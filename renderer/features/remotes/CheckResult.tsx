import { Loader } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { RemoteCheckView } from '../../../shared/remote-values.ts';
import styles from './CheckResult.module.css';

/** How a connection stood its test, and what one may do there; null while it is tested. */
export function CheckResult({ check }: { check: RemoteCheckView | null }) {
  if (check === null) {
    return (
      <div className={styles['root']} data-state="testing" role="status">
        <Loader size={16} aria-hidden />
        <span>Testing the connection…</span>
      </div>
    );
  }
  const state = !check.ok ? 'bad' : check.writable && check.can.delete !== false && check.can.replace !== false ? 'good' : 'warning';
  const Icon = { good: IconCircleCheck, warning: IconAlertTriangle, bad: IconCircleX }[state];
  return (
    <div className={styles['root']} data-state={state} data-testid="check-result" role="status">
      <Icon size={18} stroke={1.8} aria-hidden className={styles['icon']} />
      <div>
        <div>{check.message}</div>
        {check.left !== null && <div className={styles['note']}>The test left “{check.left}” there, which it may not take away again.</div>}
      </div>
    </div>
  );
}
