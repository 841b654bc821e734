import type { ReactNode } from 'react';
import styles from './PlanLine.module.css';

/** A sentence of a plan beside its icon. */
export function PlanLine({ icon, tone, children }: { icon: ReactNode; tone?: 'warning'; children: ReactNode }) {
  return (
    <div className={styles['root']} data-tone={tone}>
      {icon}
      <span>{children}</span>
    </div>
  );
}
