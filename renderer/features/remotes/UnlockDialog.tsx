import { Button, Group, Modal, PasswordInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { FocusBack } from '../../components/FocusBack.tsx';
import { sentenceOf } from '../../lib/errors.ts';
import { useRemotesApi } from './context.ts';

/** The passphrase of a remote whose key is not to be had. */
export function UnlockDialog({ remote, onClose }: { remote: string; onClose: () => void }) {
  const store = useRemotesApi();
  const [passphrase, setPassphrase] = useState('');
  const [opening, setOpening] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function unlock(): Promise<void> {
    setOpening(true);
    try {
      await store.getState().unlock(remote, passphrase);
      onClose();
    } catch (error) {
      setRefusal(sentenceOf(error));
      setOpening(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title={`Unlock ${remote}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <FocusBack />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void unlock();
        }}
      >
        <Stack>
          <PasswordInput
            data-autofocus
            label="Passphrase"
            description="Of the bucket, which is encrypted. Until it is given nothing is pushed or pulled."
            autoComplete="off"
            value={passphrase}
            onChange={(event) => {
              setPassphrase(event.currentTarget.value);
              setRefusal(null);
            }}
            error={refusal}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={opening} disabled={passphrase === ''}>
              Unlock
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
