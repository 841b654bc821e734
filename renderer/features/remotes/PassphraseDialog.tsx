import { Button, Checkbox, Group, Modal, PasswordInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { DialogFooter } from '../../components/DialogFooter.tsx';
import { FocusBack } from '../../components/FocusBack.tsx';
import { sentenceOf } from '../../lib/errors.ts';
import { useRemotesApi } from './context.ts';
import { NewPassphrase } from './NewPassphrase.tsx';
import { passphraseRefusal } from './passphrase.ts';

const empty = { by: 'passphrase' as 'passphrase' | 'code', proof: '', passphrase: '', again: '', newKey: false, changing: false, refusal: null as string | null };

/** Changes the passphrase of a remote, by the present one or by the recovery code. */
export function PassphraseDialog({ remote, onClose }: { remote: string; onClose: () => void }) {
  const store = useRemotesApi();
  const [form, setForm] = useState(empty);
  const change = (part: Partial<typeof empty>): void => setForm((now) => ({ ...now, ...part }));
  const isReady = form.proof.trim() !== '' && passphraseRefusal(form.passphrase, form.again) === null;

  async function set(): Promise<void> {
    change({ changing: true, refusal: null });
    try {
      const { by, proof, passphrase: next, newKey } = form;
      await store.getState().setPassphrase(remote, by === 'code' ? { recoveryCode: proof } : { passphrase: proof }, next, newKey);
      onClose();
    } catch (error) {
      change({ changing: false, refusal: sentenceOf(error) });
    }
  }

  return (
    <Modal opened onClose={onClose} title={`Passphrase of ${remote}`} size={500} closeButtonProps={{ 'aria-label': 'Close' }}>
      <FocusBack />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void set();
        }}
      >
        <Stack>
          <SegmentedControl
            fullWidth
            aria-label="How you show that you may"
            value={form.by}
            onChange={(by) => change({ by: by as typeof form.by, proof: '', refusal: null })}
            data={[
              { value: 'passphrase', label: 'With the passphrase' },
              { value: 'code', label: 'With the recovery code' },
            ]}
          />
          {form.by === 'passphrase' ? (
            <PasswordInput data-autofocus label="Present passphrase" autoComplete="off" value={form.proof} onChange={(event) => change({ proof: event.currentTarget.value, refusal: null })} />
          ) : (
            <TextInput label="Recovery code" description="8 groups of 4 letters and digits" value={form.proof} onChange={(event) => change({ proof: event.currentTarget.value, refusal: null })} />
          )}
          <NewPassphrase passphrase={form.passphrase} again={form.again} onChange={change} />
          <Checkbox
            label="Another key as well"
            description="For when somebody leaves the team: who had the old key reads nothing of what is written from now on. The others are asked for the new passphrase, and there is a new recovery code."
            checked={form.newKey}
            onChange={(event) => change({ newKey: event.currentTarget.checked })}
          />
          {form.refusal !== null && (
            <Text size="sm" c="var(--strata-removed)" role="alert">
              {form.refusal}
            </Text>
          )}
          <DialogFooter>
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={form.changing} disabled={!isReady}>
                Change
              </Button>
            </Group>
          </DialogFooter>
        </Stack>
      </form>
    </Modal>
  );
}
