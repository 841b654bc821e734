import { Button, Group, Modal, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import type { LinkView } from '../../../shared/sync-values.ts';
import { DialogFooter } from '../../components/DialogFooter.tsx';
import { FocusBack } from '../../components/FocusBack.tsx';
import { useRemotes, useRemotesApi } from './context.ts';
import { SyncFields } from './SyncFields.tsx';
import { changeOf, draftOf } from './sync-draft.ts';

interface Props {
  readonly artifact: string;
  /** Null: it belongs to no remote yet. */
  readonly link: LinkView | null;
  readonly onClose: () => void;
}

/** How an artifact goes together with its remote. */
export function SyncDialog({ artifact, link, onClose }: Props) {
  const remotes = useRemotes((state) => state.remotes);
  const store = useRemotesApi();
  const [remote, setRemote] = useState(link?.remote ?? remotes.find(({ writable }) => writable)?.name ?? null);
  const [draft, setDraft] = useState(draftOf(link));
  const isOff = draft.mode === 'off';
  const set = (): void => {
    const change = changeOf(draft, remote);
    void (change === null ? store.getState().unlink(artifact) : store.getState().setSync(artifact, change));
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={`Pushing ${artifact}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <FocusBack />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          set();
        }}
      >
        <Stack gap="md">
          {link === null && <Select label="Remote" data={remotes.map(({ name }) => name)} value={remote} onChange={setRemote} allowDeselect={false} />}
          <SyncFields draft={draft} link={link} onChange={(part) => setDraft({ ...draft, ...part })} />
          <DialogFooter>
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" {...(isOff ? { color: 'red' } : {})} disabled={link === null && remote === null}>
                {isOff ? 'Unlink' : 'Set'}
              </Button>
            </Group>
          </DialogFooter>
        </Stack>
      </form>
    </Modal>
  );
}
