import { ActionIcon, Button, Group, Table, TextInput } from '@mantine/core';
import { IconBraces, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { VersionView } from '../../../shared/values.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { metadataKeyRefusal, parseMetadataValue, showMetadataValue } from '../../lib/naming.ts';
import { useVersionsApi } from './context.ts';
import styles from './MetadataTable.module.css';

/** Typed facts about the version: key and JSON value, edited in place. */
export function MetadataTable({ version }: { version: VersionView }) {
  /** The key that is edited; '' for a new one, null for none. */
  const [editing, setEditing] = useState<string | null>(null);
  const store = useVersionsApi();
  const keys = Object.keys(version.metadata).toSorted((one, other) => one.localeCompare(other));
  const done = (): void => setEditing(null);

  if (keys.length === 0 && editing === null) {
    return (
      <EmptyState
        icon={<IconBraces size={32} stroke={1.4} />}
        title="No metadata"
        action={
          <Button variant="default" size="sm" onClick={() => setEditing('')}>
            Add metadata
          </Button>
        }
      >
        Keep facts about this version: an accuracy, a source, a flag.
      </EmptyState>
    );
  }
  return (
    <div className={styles['root']}>
      <Table verticalSpacing={6} aria-label="Metadata">
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={styles['key']}>Key</Table.Th>
            <Table.Th>Value</Table.Th>
            <Table.Th className={styles['actions']} aria-label="Actions" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((key) =>
            key === editing ? (
              <MetadataForm key={key} version={version} editedKey={key} onDone={done} />
            ) : (
              <Table.Tr key={key}>
                <Table.Td className={styles['name']}>{key}</Table.Td>
                <Table.Td className={styles['value']}>{showMetadataValue(version.metadata[key])}</Table.Td>
                <Table.Td>
                  <Group gap={2} wrap="nowrap" justify="flex-end">
                    <ActionIcon variant="subtle" color="gray" aria-label={`Edit ${key}`} onClick={() => setEditing(key)}>
                      <IconPencil size={15} />
                    </ActionIcon>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={`Remove ${key}`}
                      onClick={() => void store.getState().setMetadata(version.index, {}, [key])}
                    >
                      <IconTrash size={15} />
                    </ActionIcon>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ),
          )}
          {editing === '' && <MetadataForm version={version} editedKey={null} onDone={done} />}
        </Table.Tbody>
      </Table>
      {editing !== '' && (
        <Button variant="default" size="xs" mt="sm" onClick={() => setEditing('')}>
          Add metadata
        </Button>
      )}
    </div>
  );
}

interface FormProps {
  version: VersionView;
  /** Null: a new key. */
  editedKey: string | null;
  onDone: () => void;
}

function MetadataForm({ version, editedKey, onDone }: FormProps) {
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
    onKeyDown: (event: React.KeyboardEvent) => {
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
