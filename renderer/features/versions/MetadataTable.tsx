import { ActionIcon, Button, Group, Table } from '@mantine/core';
import { IconBraces, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { VersionView } from '../../../shared/values.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { showMetadataValue } from '../../lib/naming.ts';
import { useVersionsApi } from './context.ts';
import { MetadataForm } from './MetadataForm.tsx';
import styles from './MetadataTable.module.css';

/** Typed facts about the version: key and JSON value, edited in place. */
export function MetadataTable({ version }: { version: VersionView }) {
  /** The key that is edited; '' for a new one, null for none. */
  const [editing, setEditing] = useState<string | null>(null);
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
                  <RowActions version={version} name={key} onEdit={() => setEditing(key)} />
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

function RowActions({ version, name, onEdit }: { version: VersionView; name: string; onEdit: () => void }) {
  const store = useVersionsApi();
  return (
    <Group gap={2} wrap="nowrap" justify="flex-end">
      <ActionIcon variant="subtle" color="gray" aria-label={`Edit ${name}`} onClick={onEdit}>
        <IconPencil size={15} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Remove ${name}`}
        onClick={() => void store.getState().setMetadata(version.index, {}, [name])}
      >
        <IconTrash size={15} />
      </ActionIcon>
    </Group>
  );
}
