import { Checkbox, PasswordInput, Text } from '@mantine/core';
import styles from './AddRemoteDialog.module.css';
import { useRemotes, useRemotesApi } from './context.ts';
import type { RemoteDraft } from './draft.ts';
import { NewPassphrase } from './NewPassphrase.tsx';

/** Whether the bucket is to be encrypted; of one that is already, its passphrase. */
export function EncryptionFields({ draft }: { draft: RemoteDraft }) {
  const keyStore = useRemotes((state) => state.keyStore);
  const { change } = useRemotesApi().getState();
  if (draft.isLocked) {
    return (
      <PasswordInput
        label="Passphrase of this bucket"
        description={`It is encrypted; whoever made it has the passphrase. ${keyWords(keyStore)}`}
        autoComplete="off"
        value={draft.passphrase}
        onChange={(event) => change({ passphrase: event.currentTarget.value })}
      />
    );
  }
  return (
    <>
      <Checkbox
        label="Encrypt with a passphrase"
        description="Names and contents. Only for a place that nobody has pushed to yet; whoever joins needs the passphrase."
        checked={draft.encrypt}
        onChange={(event) => change({ encrypt: event.currentTarget.checked, passphrase: '', again: '' })}
      />
      {draft.encrypt && (
        <div className={styles['key']}>
          <NewPassphrase passphrase={draft.passphrase} again={draft.again} onChange={change} />
          <Text size="sm">
            Nobody can bring back what lies there when both the passphrase and the recovery code are lost. The code is shown once, right after this. {keyWords(keyStore)}
          </Text>
        </div>
      )}
    </>
  );
}

function keyWords(keyStore: boolean): string {
  return keyStore ? 'The key is kept in this system’s key store.' : 'This system offers no key store, so the passphrase is asked for each time that the app starts.';
}
