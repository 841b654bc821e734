import { Button, Checkbox, Radio, Stack, Text, TextInput } from '@mantine/core';
import { IconFileCertificate } from '@tabler/icons-react';
import { ChosenField } from '../../components/ChosenField.tsx';
import styles from './AddRemoteDialog.module.css';
import { useRemotes, useRemotesApi } from './context.ts';
import type { RemoteDraft } from './draft.ts';

/** Which bucket, who one is there, and through which server. */
export function GcsFields({ draft }: { draft: RemoteDraft }) {
  const { change } = useRemotesApi().getState();
  return (
    <>
      <TextInput
        data-autofocus
        label="Bucket"
        description="And a prefix in it, if others use the bucket for other things"
        placeholder="gs://our-bucket/strata"
        value={draft.bucket}
        onChange={(event) => change({ bucket: event.currentTarget.value })}
      />
      <Radio.Group label="Who you are there" value={draft.credentials} onChange={(credentials) => change({ credentials: credentials as RemoteDraft['credentials'] })}>
        <Stack gap={8} mt={6}>
          <Radio value="default" label="As this computer is signed in" description="With Google’s own tools: gcloud auth application-default login" />
          <Radio value="key-file" label="By a key file" description="The JSON file of a service account; it can be dropped here" />
          <Radio value="none" label="Nobody" description="For public buckets and emulators" />
        </Stack>
      </Radio.Group>
      {draft.credentials === 'key-file' && <KeyFile draft={draft} />}
      <TextInput
        label="Endpoint"
        description="Only for a private gateway or an emulator; empty for Google’s own servers"
        placeholder="https://storage.example.com"
        value={draft.endpoint}
        onChange={(event) => change({ endpoint: event.currentTarget.value })}
      />
    </>
  );
}

function KeyFile({ draft }: { draft: RemoteDraft }) {
  const keyStore = useRemotes((state) => state.keyStore);
  const { change, chooseKeyFile } = useRemotesApi().getState();
  return (
    <div className={styles['key']}>
      <ChosenField
        label="Key file" value={draft.keyFile} onChange={(event) => change({ keyFile: event.currentTarget.value })}
        button={
          <Button variant="default" leftSection={<IconFileCertificate size={16} />} onClick={() => void chooseKeyFile()}>
            Choose…
          </Button>
        }
      />
      {keyStore ? (
        <Checkbox
          label="Keep the key in the system’s key store"
          description="The file is not needed any more then, but only the app can use the remote. Otherwise only its path is remembered."
          checked={draft.keepKey}
          onChange={(event) => change({ keepKey: event.currentTarget.checked })}
        />
      ) : (
        <Text size="xs" c="dimmed">
          This system offers no key store, so only the path is remembered: the file must stay where it is.
        </Text>
      )}
    </div>
  );
}
