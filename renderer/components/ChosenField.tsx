import { TextInput } from '@mantine/core';
import type { TextInputProps } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './ChosenField.module.css';

/** A text box, and beside it the button that fills it in by a dialog of the system. */
export function ChosenField({ button, ...field }: TextInputProps & { button: ReactNode }) {
  return (
    <div className={styles['root']}>
      <TextInput className={styles['field'] ?? ''} {...field} />
      {button}
    </div>
  );
}
