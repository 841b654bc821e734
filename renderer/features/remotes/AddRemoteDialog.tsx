import { Button, Group, Modal, NumberInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { IconFolderShare } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { ChosenField } from '../../components/ChosenField.tsx';
import { DialogFooter } from '../../components/DialogFooter.tsx';
import { FocusBack } from '../../components/FocusBack.tsx';
import styles from './AddRemoteDialog.module.css';
import { CheckResult } from './CheckResult.tsx';
import { useRemotes, useRemotesApi } from './context.ts';
import { missing, nameRefusal } from './draft.ts';
import type { RemoteDraft } from './draft.ts';
import { EncryptionFields } from './EncryptionFields.tsx';
import { GcsFields } from './GcsFields.tsx';

/** A bucket is written down, tested, and added. */
export function AddRemoteDialog() {
  const draft = useRemotes((state) => state.draft);
  const { closeDraft } = useRemotesApi().getState();
  return (
    <Modal opened={draft !== null} onClose={closeDraft} size={560} title="Add remote" closeButtonProps={{ 'aria-label': 'Close' }}>
      <FocusBack />
      {draft !== null && <Form draft={draft} />}
    </Modal>
  );
}

function Form({ draft }: { draft: RemoteDraft }) {
  const { change, add } = useRemotesApi().getState();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Stack gap="md">
        <SegmentedControl
          fullWidth
          aria-label="Kind of remote"
          value={draft.kind}
          onChange={(kind) => change({ kind: kind as RemoteDraft['kind'] })}
          data={[
            { value: 'folder', label: 'Folder' },
            { value: 'gcs', label: 'Google Cloud Storage' },
          ]}
        />
        {draft.kind === 'folder' ? <FolderField draft={draft} /> : <GcsFields draft={draft} />}
        <NameAndLimit draft={draft} />
        <EncryptionFields draft={draft} />
        <Outcome draft={draft} />
        <DialogFooter>
          <Buttons draft={draft} />
        </DialogFooter>
      </Stack>
    </form>
  );
}

function FolderField({ draft }: { draft: RemoteDraft }) {
  const { change, chooseFolder } = useRemotesApi().getState();
  return (
    <ChosenField
      data-autofocus
      label="Folder"
      description="Of a network drive or a disk that all of you reach; a new or an empty one, or one that is a remote of others already. It can be dropped here."
      placeholder="/mnt/nas/strata"
      value={draft.folder}
      onChange={(event) => change({ folder: event.currentTarget.value })}
      button={
        <Button variant="default" leftSection={<IconFolderShare size={16} />} onClick={() => void chooseFolder()}>
          Choose…
        </Button>
      }
    />
  );
}

function NameAndLimit({ draft }: { draft: RemoteDraft }) {
  const remotes = useRemotes((state) => state.remotes);
  const { change } = useRemotesApi().getState();
  return (
    <div className={styles['pair']}>
      <TextInput
        label="Name"
        description="What you call it here"
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value, isNamed: true })}
        error={nameRefusal(draft, remotes)}
      />
      <NumberInput
        label="Limit, in MB a second"
        description="Each way; empty for none"
        min={0.001}
        decimalScale={3}
        value={draft.limit ?? ''}
        onChange={(value) => change({ limit: typeof value === 'number' && value > 0 ? value : null })}
      />
    </div>
  );
}

/** How the test went, or why it was not added; brought into sight when the dialog is taller than the window. */
function Outcome({ draft: { testing, check, refusal } }: { draft: RemoteDraft }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (check !== null || refusal !== null) place.current?.scrollIntoView({ block: 'nearest' });
  }, [check, refusal]);
  if (!testing && check === null && refusal === null) return null;
  return (
    <div ref={place}>
      {(testing || check !== null) && (
        <div className={styles['result']}>
          <CheckResult check={check} />
        </div>
      )}
      {refusal !== null && (
        <Text size="sm" c="var(--strata-removed)" role="alert">
          {refusal}
        </Text>
      )}
    </div>
  );
}

function Buttons({ draft }: { draft: RemoteDraft }) {
  const remotes = useRemotes((state) => state.remotes);
  const { testDraft, closeDraft } = useRemotesApi().getState();
  const lacks = missing(draft);
  const isNameless = draft.name === '' || nameRefusal(draft, remotes) !== null;
  return (
    <Group justify="flex-end" gap="sm">
      <Button variant="default" mr="auto" loading={draft.testing} disabled={lacks !== null} title={lacks ?? undefined} onClick={() => void testDraft()}>
        Test connection
      </Button>
      <Button variant="default" onClick={closeDraft}>
        Cancel
      </Button>
      <Button type="submit" loading={draft.adding} disabled={lacks !== null || isNameless || (draft.check?.ok === false && draft.check.code !== 'bucket.locked')}>
        Add
      </Button>
    </Group>
  );
}
