import { Button, Group, Modal, NumberInput, Stack } from '@mantine/core';
import { useState } from 'react';
import type { RemoteView } from '../../../shared/remote-values.ts';
import { FocusBack } from '../../components/FocusBack.tsx';
import { useRemotesApi } from './context.ts';

const megabyte = 1_000_000;

/** How much may go to a remote and come from it in a second. */
export function LimitDialog({ remote: { name, bytesPerSecond }, onClose }: { remote: RemoteView; onClose: () => void }) {
  const store = useRemotesApi();
  const [limit, setLimit] = useState<number | string>(bytesPerSecond === null ? '' : bytesPerSecond / megabyte);
  return (
    <Modal opened onClose={onClose} title={`Limit of ${name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <FocusBack />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void store.getState().limit(name, typeof limit === 'number' && limit > 0 ? Math.round(limit * megabyte) : null);
          onClose();
        }}
      >
        <Stack>
          <NumberInput
            data-autofocus
            label="At most, in MB a second"
            description="Each way; empty for no limit. What is under way follows at once."
            value={limit}
            onChange={setLimit}
            min={0.001}
            decimalScale={3}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit">Set</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
