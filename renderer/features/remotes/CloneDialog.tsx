import { Button, Group, Loader, Modal, Select, Stack, Text } from '@mantine/core';
import { IconFolderPlus } from '@tabler/icons-react';
import { ChosenField } from '../../components/ChosenField.tsx';
import { FocusBack } from '../../components/FocusBack.tsx';
import type { CloneDraft } from './cloning.ts';
import { useRemotes, useRemotesApi } from './context.ts';

/** Which artifact of a remote comes here, and into which folder. */
export function CloneDialog() {
  const clone = useRemotes((state) => state.clone);
  const { closeClone } = useRemotesApi().getState();
  return (
    <Modal opened={clone !== null} onClose={closeClone} size={520} title={clone === null ? '' : `Clone from ${clone.remote}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <FocusBack />
      {clone !== null && <Form clone={clone} />}
    </Modal>
  );
}

function Form({ clone }: { clone: CloneDraft }) {
  const { startClone, closeClone } = useRemotesApi().getState();
  const { artifacts, artifact, cloning, refusal } = clone;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void startClone();
      }}
    >
      <Stack gap="md">
        {artifacts === null ? <Loader size={20} aria-label="Looking at the remote" /> : <Choices clone={clone} artifacts={artifacts} />}
        {refusal !== null && (
          <Text size="sm" c="var(--strata-removed)" role="alert">
            {refusal}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={closeClone}>
            {cloning ? 'Close' : 'Cancel'}
          </Button>
          <Button type="submit" loading={cloning} disabled={artifact === null}>
            {clone.folder.trim() === '' ? 'Clone the history' : 'Clone'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Choices({ clone, artifacts }: { clone: CloneDraft; artifacts: readonly string[] }) {
  const { changeClone, chooseCloneFolder } = useRemotesApi().getState();
  if (artifacts.length === 0) return clone.refusal === null ? <Text size="sm">Nobody has pushed an artifact there yet.</Text> : null;
  return (
    <>
      <Select data-autofocus label="Artifact" allowDeselect={false} data={[...artifacts]} value={clone.artifact} onChange={(artifact) => changeClone({ artifact })} />
      <ChosenField
        label="Folder"
        description="An empty or a new one: it gets the newest version, and is tracked then. Without one only the history comes, and contents when a version is restored."
        value={clone.folder}
        onChange={(event) => changeClone({ folder: event.currentTarget.value })}
        button={
          <Button variant="default" leftSection={<IconFolderPlus size={16} />} onClick={() => void chooseCloneFolder()}>
            Choose…
          </Button>
        }
      />
    </>
  );
}
