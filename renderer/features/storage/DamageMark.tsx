import { Tooltip } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useStorage } from './context.ts';
import styles from './DamageMark.module.css';
import { isDamaged } from './soundness.ts';

/** Stands wherever one must not miss that the store is damaged; nothing while it is not. */
export function DamageMark() {
  const damaged = useStorage((state) => isDamaged(state.health));
  if (!damaged) return null;
  return (
    <Tooltip label="The store is damaged">
      <IconAlertTriangle size={17} stroke={2} role="img" aria-label="The store is damaged" data-testid="damage-mark" className={styles['root']} />
    </Tooltip>
  );
}
