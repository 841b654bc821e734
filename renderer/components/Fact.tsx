import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './Fact.module.css';

/** A labelled figure of a summary. Several stand in a `<dl>`. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles['root']}>
      <Text component="dt" size="xs" c="dimmed">
        {label}
      </Text>
      <Text component="dd" size="sm" className={styles['value']}>
        {children}
      </Text>
    </div>
  );
}
