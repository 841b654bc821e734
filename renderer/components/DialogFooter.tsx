import type { ReactNode } from 'react';
import styles from './DialogFooter.module.css';

/** The buttons of a dialog, which stay in sight when it is taller than the window. */
export function DialogFooter({ children }: { children: ReactNode }) {
  return <div className={styles['root']}>{children}</div>;
}
