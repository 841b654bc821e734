import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { ArtifactView } from '../../../shared/values.ts';
import { useArtifactsApi } from './context.ts';

interface Props {
  artifact: ArtifactView;
  onClose: () => void;
}

/** How long a folder must be quiet before its saves become a version. */
export function QuietWindowDialog({ artifact, onClose }: Props) {
  const [seconds, setSeconds] = useState<number | string>(artifact.quietWindowMs / 1000);
  const [saving, setSaving] = useState(false);
  const store = useArtifactsApi();
  const valid = typeof seconds === 'number' && seconds >= 0 && seconds <= 3600;

  async function save(): Promise<void> {
    if (!valid) return;
    setSaving(true);
    const saved = await store.getState().configure(artifact.name, Math.round(seconds * 1000));
    setSaving(false);
    if (saved) onClose();
  }

  return (
    <Modal opened onClose={onClose} title={`Quiet window of ${artifact.name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack>
          <Text size="sm" c="dimmed">
            Strata waits until the folder has been quiet for this long, so that a burst of saves becomes one version.
          </Text>
          <NumberInput
            data-autofocus
            label="Seconds of quiet"
            value={seconds}
            onChange={setSeconds}
            min={0}
            max={3600}
            step={1}
            decimalScale={1}
            error={valid ? null : 'Between 0 seconds and one hour.'}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={saving} disabled={!valid}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
