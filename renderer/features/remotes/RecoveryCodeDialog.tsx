import { Button, Checkbox, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { IconCopy, IconDeviceFloppy } from '@tabler/icons-react';
import { useState } from 'react';
import { useRemotes, useRemotesApi } from './context.ts';

/** The one time that a recovery code is shown: it goes away only when somebody says that he has it. */
export function RecoveryCodeDialog() {
  const recovery = useRemotes((state) => state.recovery);
  return (
    <Modal opened={recovery !== null} onClose={() => undefined} closeOnEscape={false} closeOnClickOutside={false} withCloseButton={false} title={`Recovery code of ${recovery?.remote ?? ''}`} size={520}>
      {recovery !== null && <Shown code={recovery.code} />}
    </Modal>
  );
}

function Shown({ code }: { code: string }) {
  const [kept, setKept] = useState(false);
  const { copyCode, saveCode, closeRecovery } = useRemotesApi().getState();
  return (
    <Stack>
      <Text size="sm">
        It opens the bucket when the passphrase is lost. It is shown this once and kept nowhere: print it or write it down, and keep it apart from this computer. Whoever has it can set a
        new passphrase.
      </Text>
      <Code block ta="center" fz="lg" data-testid="recovery-code" style={{ whiteSpace: 'normal', overflowWrap: 'anywhere', lineHeight: 1.7 }}>
        {code}
      </Code>
      <Group gap="sm">
        <Button data-autofocus variant="default" leftSection={<IconCopy size={16} />} onClick={() => void copyCode()}>
          Copy
        </Button>
        <Button variant="default" leftSection={<IconDeviceFloppy size={16} />} onClick={() => void saveCode()}>
          Save to a file…
        </Button>
      </Group>
      <Checkbox label="I kept it where I find it again" checked={kept} onChange={(event) => setKept(event.currentTarget.checked)} />
      <Group justify="flex-end">
        <Button disabled={!kept} onClick={closeRecovery}>
          Done
        </Button>
      </Group>
    </Stack>
  );
}
