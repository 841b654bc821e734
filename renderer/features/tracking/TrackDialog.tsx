import { Autocomplete, Button, Group, Loader, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { IconFolder } from '@tabler/icons-react';
import { FocusBack } from '../../components/FocusBack.tsx';
import { PathText } from '../../components/PathText.tsx';
import { useTracking, useTrackingApi } from './context.ts';
import type { TrackingDraft } from './store.ts';
import styles from './TrackDialog.module.css';

const usualTypes = ['dataset', 'model', 'code', 'images', 'documents'];

/** Name and type for a chosen folder, before its baseline is stored. */
export function TrackDialog() {
  const draft = useTracking((state) => state.draft);
  const { close } = useTrackingApi().getState();
  return (
    <Modal
      opened={draft !== null}
      onClose={close}
      title="Track this folder"
      size="md"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <FocusBack />
      {draft !== null && <Form draft={draft} />}
    </Modal>
  );
}

function Form({ draft }: { draft: TrackingDraft }) {
  const { change, close, confirm } = useTrackingApi().getState();
  const refusedFolder = draft.name === '' && draft.refusal !== null && !draft.inspecting;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <Stack gap="sm">
        <div className={styles['folder']}>
          <IconFolder size={18} aria-hidden />
          <PathText path={draft.path} absolute />
          {draft.inspecting && <Loader size={14} aria-label="Looking at the folder" />}
        </div>
        <TextInput
          data-autofocus
          label="Name"
          description="Letters, digits, dots, dashes and underscores"
          value={draft.name}
          // Not disabled: a disabled box could not take the keyboard when the dialog opens.
          readOnly={draft.inspecting}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={draft.refusal}
        />
        <Autocomplete
          label="Type"
          description="Any word; it gets a sign of its own when it is a usual one"
          data={usualTypes}
          value={draft.type}
          onChange={(type) => change({ type })}
        />
        <NumberInput
          label="Quiet window, in seconds"
          description="How long the folder must rest before a burst of saves becomes one version"
          value={draft.quietWindowSeconds}
          min={0}
          max={3600}
          decimalScale={1}
          onChange={(value) => typeof value === 'number' && change({ quietWindowSeconds: value })}
        />
        <Text size="xs" c="dimmed">
          The present state is stored as v0. Your files are never moved, locked or changed by tracking.
        </Text>
        <Group justify="flex-end" mt={4}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" disabled={draft.inspecting || draft.refusal !== null || refusedFolder}>
            Start tracking
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
