import { Box, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

interface Props {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** What a view says when there is nothing to list: what it is, and what to do. */
export function EmptyState({ icon, title, children, action }: Props) {
  return (
    <div className={styles['root']}>
      <div className={styles['icon']} aria-hidden>
        {icon}
      </div>
      <Text fw={600}>{title}</Text>
      {children !== undefined && (
        <Text c="dimmed" size="sm" className={styles['text']} component="div">
          {children}
        </Text>
      )}
      {action !== undefined && <Box mt="sm">{action}</Box>}
    </div>
  );
}
