import type { ReactNode } from 'react';
import styles from './Figures.module.css';

/** The figures of a plan, side by side. */
export function Figures({ children }: { children: ReactNode }) {
  return <div className={styles['root']}>{children}</div>;
}

interface Props {
  value: ReactNode;
  /** What it counts. */
  children: ReactNode;
  /** Test hooks. */
  data?: Record<`data-${string}`, string | number>;
}

/** One figure, with what it counts under it. */
export function Figure({ value, children, data }: Props) {
  return (
    <div className={styles['figure']} {...data}>
      <strong>{value}</strong>
      <span>{children}</span>
    </div>
  );
}
