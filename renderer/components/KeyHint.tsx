import { Group, Kbd } from '@mantine/core';
import { keyNames } from '../lib/keyboard.ts';

/** A key combination as keys: `mod+O`. */
export function KeyHint({ keys, size = 'xs' }: { keys: string; size?: string }) {
  return (
    <Group gap={3} wrap="nowrap" component="span">
      {keyNames(keys).map((key) => (
        <Kbd key={key} size={size}>
          {key}
        </Kbd>
      ))}
    </Group>
  );
}
