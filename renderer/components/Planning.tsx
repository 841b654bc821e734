import { Group, Loader, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** A plan is being made: what it waits for, in words. */
export function Planning({ children }: { children: ReactNode }) {
  return (
    <Group gap="sm" py={12} role="status">
      <Loader size="sm" aria-hidden />
      <Text size="sm" c="dimmed">
        {children}
      </Text>
    </Group>
  );
}
