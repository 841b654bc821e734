import type { ReactNode } from 'react';
import styles from './Strip.module.css';

interface Props {
  /** What it is about. */
  label: string;
  icon: ReactNode;
  actions: ReactNode;
  children: ReactNode;
  /** Test hooks. */
  data?: Record<`data-${string}`, string | undefined>;
}

/** A line across the page that says how something is, with what can be done about it. */
export function Strip({ label, icon, actions, children, data }: Props) {
  return (
    <section className={styles['root']} aria-label={label} {...data}>
      <span className={styles['icon']} aria-hidden>
        {icon}
      </span>
      <div className={styles['words']}>{children}</div>
      <div className={styles['actions']}>{actions}</div>
    </section>
  );
}
