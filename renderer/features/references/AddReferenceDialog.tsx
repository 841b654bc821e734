import { Autocomplete, Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconFolderSymlink } from '@tabler/icons-react';
import { ChosenField } from '../../components/ChosenField.tsx';
import { DialogFooter } from '../../components/DialogFooter.tsx';
import { FocusBack } from '../../components/FocusBack.tsx';
import styles from './AddReferenceDialog.module.css';
import { draftRefusal } from './adding.ts';
import type { ReferenceDraft } from './adding.ts';
import { useReferences, useReferencesApi } from './context.ts';
import { uncheckedWords } from './words.ts';

interface Props {
  /** Artifacts that there are. */
  artifacts: readonly string[];
}

/** A URI is written down or pasted, and what lies there becomes a version without being copied. */
export function AddReferenceDialog({ artifacts }: Props) {
  const draft = useReferences((state) => state.draft);
  const { closeDraft } = useReferencesApi().getState();
  return (
    <Modal opened={draft !== null} onClose={closeDraft} size={560} title="Add reference" closeButtonProps={{ 'aria-label': 'Close' }}>
      <FocusBack />
      {draft !== null && <Form draft={draft} artifacts={artifacts} />}
    </Modal>
  );
}

function Form({ draft, artifacts }: { draft: ReferenceDraft } & Props) {
  const { add, closeDraft } = useReferencesApi().getState();
  const refusal = draftRefusal(draft);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Stack gap="md">
        <Source draft={draft} />
        <Where draft={draft} artifacts={artifacts} />
        {draft.refusal !== null && (
          <Text size="sm" c="var(--strata-removed)" role="alert">
            {draft.refusal}
          </Text>
        )}
        <DialogFooter>
          <Group justify="flex-end">
            <Button variant="default" onClick={closeDraft}>
              {draft.adding ? 'Close' : 'Cancel'}
            </Button>
            <Button type="submit" loading={draft.adding} disabled={refusal !== null} title={refusal ?? undefined}>
              Add
            </Button>
          </Group>
        </DialogFooter>
      </Stack>
    </form>
  );
}

function Source({ draft }: { draft: ReferenceDraft }) {
  const { changeDraft, chooseFolder } = useReferencesApi().getState();
  return (
    <ChosenField
      data-autofocus
      label="URI"
      description="An object, or a prefix or folder with everything below it. Nothing is copied; names, sizes and identities are kept."
      placeholder="s3://our-bucket/animals"
      value={draft.uri}
      onChange={(event) => changeDraft({ uri: event.currentTarget.value })}
      error={draft.uri.trim() !== '' && draft.uri.includes('/') && draftRefusal({ ...draft, artifact: 'x' })}
      button={
        <Button variant="default" leftSection={<IconFolderSymlink size={16} />} onClick={() => void chooseFolder()}>
          Folder…
        </Button>
      }
    />
  );
}

function Where({ draft, artifacts }: { draft: ReferenceDraft } & Props) {
  const { changeDraft } = useReferencesApi().getState();
  const isNew = !artifacts.includes(draft.artifact);
  return (
    <>
      <div className={styles['pair']}>
        <Autocomplete
          label="Artifact"
          description={isNew ? 'A new one' : 'Its next version has it too'}
          data={[...artifacts]}
          value={draft.artifact}
          onChange={(artifact) => changeDraft({ artifact })}
        />
        {isNew ? (
          <TextInput label="Type" description="Any word" value={draft.type} onChange={(event) => changeDraft({ type: event.currentTarget.value })} />
        ) : (
          <TextInput
            label="Folder in it"
            description="Empty: at the top"
            placeholder="animals"
            value={draft.path}
            onChange={(event) => changeDraft({ path: event.currentTarget.value })}
          />
        )}
      </div>
      <Checkbox
        label="Keep what the source says of its identity"
        description={draft.checksum ? 'Generation, version, ETag or digest: what proves later that it is still the same. Files of this computer are read for it.' : uncheckedWords}
        checked={draft.checksum}
        onChange={(event) => changeDraft({ checksum: event.currentTarget.checked })}
      />
    </>
  );
}
