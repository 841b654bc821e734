import { Autocomplete, Button, Group, Loader, Modal, NumberInput, Radio, Stack, Text, TextInput } from '@mantine/core';
import { IconFolder } from '@tabler/icons-react';
import { FocusBack } from '../../components/FocusBack.tsx';
import { PathText } from '../../components/PathText.tsx';
import { useTracking, useTrackingApi } from './context.ts';
import type { TrackingDraft } from './store.ts';
import { TrackAgain } from './TrackAgain.tsx';
import styles from './TrackDialog.module.css';

const usualTypes = ['dataset', 'model', 'code', 'images', 'documents'];

/** What is asked about a chosen folder before it is tracked. */
export function TrackDialog() {
  const draft = useTracking((state) => state.draft);
  const { close } = useTrackingApi().getState();
  return (
    <Modal
      opened={draft !== null}
      onClose={close}
      title={draft === null || draft.again === null ? 'Track this folder' : `Track ${draft.again.name} again`}
      size="md"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <FocusBack />
      {draft !== null && <Form draft={draft} />}
    </Modal>
  );
}

function Form({ draft }: { draft: TrackingDraft }) {
  const { close, confirm } = useTrackingApi().getState();
  const { again, refusal, inspecting } = draft;
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
          {inspecting && <Loader size={14} aria-label="Looking at the folder" />}
        </div>
        <Question draft={draft} />
        <Group justify="flex-end" mt={4}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            type="submit"
            disabled={refusal !== null}
            data-autofocus={again === null ? undefined : true}
            // Not disabled while the folder is looked at: the keyboard could not come here when the dialog opens.
            {...(inspecting ? { 'data-disabled': true, 'aria-disabled': true } : {})}
          >
            {again === null ? 'Start tracking' : 'Track again'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Question({ draft }: { draft: TrackingDraft }) {
  if (draft.isRefused) {
    return (
      <Text size="sm" c="red" role="alert">
        {draft.refusal}
      </Text>
    );
  }
  return draft.again === null ? <NewArtifact draft={draft} /> : <TrackAgain draft={draft} artifact={draft.again} />;
}

/** Name, type and quiet window of an artifact that begins with this folder. */
function NewArtifact({ draft }: { draft: TrackingDraft }) {
  const { change } = useTrackingApi().getState();
  return (
    <>
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
      <Radio.Group label="What versions hold" value={draft.mode} onChange={(mode) => change({ mode: mode === 'reference' ? 'reference' : 'copy' })}>
        <Stack gap={6} mt={6}>
          <Radio value="copy" label="Every file" description="Any version comes back as it was. Only what changed costs space." />
          <Radio value="reference" label="References only" description="Names, sizes and digests, and not a byte of content: versions tell what changed, but bytes that are gone from the folder do not come back." />
        </Stack>
      </Radio.Group>
      <Text size="xs" c="dimmed">
        The present state {draft.mode === 'copy' ? 'is stored as' : 'becomes'} v0. Your files are never moved, locked or changed by tracking.
      </Text>
    </>
  );
}
