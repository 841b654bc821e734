import { Button, Group, Table, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { VersionView } from '../../../shared/values.ts';
import { metadataKeyRefusal, parseMetadataValue, showMetadataValue } from '../../lib/naming.ts';
import { useVersionsApi } from './context.ts';
import styles from './MetadataTable.module.css';

interface Props {
  version: VersionView;
  /** Null: a new key. */
  editedKey: string | null;
  onDone: () => void;
}

/** A row in which a key and its value are written. Enter saves, Esc leaves. */
export function MetadataForm({ version, editedKey, onDone }: Props) {
  const [key, setKey] = useState(editedKey ?? '');
  const [text, setText] = useState(editedKey === null ? '' : showMetadataValue(version.metadata[editedKey]));
  const store = useVersionsApi();
  const keyRefusal = editedKey === null ? metadataKeyRefusal(key.trim(), Object.keys(version.metadata)) : null;
  const parsed = parseMetadataValue(text);
  const valueRefusal = 'refusal' in parsed ? parsed.refusal : null;

  function save(): void {
    if (keyRefusal !== null || 'refusal' in parsed) return;
    onDone();
    void store.getState().setMetadata(version.index, { [key.trim()]: parsed.value });
  }
  const keys = {
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter') save();
      if (event.key === 'Escape') {
        event.stopPropagation();
        onDone();
      }
    },
  };
  return (
    <Table.Tr>
      <Table.Td className={styles['field']}>
        <TextInput
          size="xs"
          aria-label="Metadata key"
          autoFocus={editedKey === null}
          disabled={editedKey !== null}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          error={key === '' ? null : keyRefusal}
          {...keys}
        />
      </Table.Td>
      <Table.Td className={styles['field']}>
        <TextInput
          size="xs"
          aria-label="Metadata value"
          placeholder='Text, or JSON such as 0.93, true, ["a", "b"]'
          autoFocus={editedKey !== null}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={valueRefusal}
          {...keys}
        />
      </Table.Td>
      <Table.Td className={styles['field']}>
        <Group gap={4} wrap="nowrap" justify="flex-end">
          <Button size="compact-xs" onClick={save} disabled={keyRefusal !== null || valueRefusal !== null}>
            Save
          </Button>
          <Button size="compact-xs" variant="default" onClick={onDone}>
            Cancel
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
