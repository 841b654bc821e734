import { Button, Checkbox, Group, Modal, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { LinkView, SyncRulesView } from '../../../shared/sync-values.ts';
import { FocusBack } from '../../components/FocusBack.tsx';
import { useRemotes, useRemotesApi } from './context.ts';
import { offlineWords } from './words.ts';

interface Props {
  readonly artifact: string;
  /** Null: it belongs to no remote yet. */
  readonly link: LinkView | null;
  readonly onClose: () => void;
}

const untold = 'This system does not tell, so this holds nothing back.';

/** How an artifact goes together with its remote. */
export function SyncDialog({ artifact, link, onClose }: Props) {
  const remotes = useRemotes((state) => state.remotes);
  const store = useRemotesApi();
  const [remote, setRemote] = useState(link?.remote ?? remotes.find(({ writable }) => writable)?.name ?? null);
  const [mode, setMode] = useState<'off' | SyncRulesView['mode']>(link?.rules.mode ?? 'automatic');
  const [isMetadata, setMetadata] = useState(link?.content === 'metadata');
  const [notOnBattery, setNotOnBattery] = useState(link?.rules.notOnBattery ?? false);
  const [notOnMetered, setNotOnMetered] = useState(link?.rules.notOnMetered ?? false);
  const [offline, setOffline] = useState<SyncRulesView['offline']>(link?.rules.offline ?? 'as-needed');
  const set = (): void => {
    if (mode === 'off') void store.getState().unlink(artifact);
    else {
      const rules = { mode, notOnBattery, notOnMetered, offline, content: isMetadata ? ('metadata' as const) : ('all' as const) };
      void store.getState().setSync(artifact, { ...rules, ...(remote === null ? {} : { remote }) });
    }
    onClose();
  };
  const isOff = mode === 'off';
  const modes = [...(link === null ? [] : [{ value: 'off', label: 'Off' }]), { value: 'manual', label: 'When asked' }, { value: 'automatic', label: 'Automatic' }];
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
          <div>
            <SegmentedControl fullWidth aria-label="How it is pushed" data={modes} value={mode} onChange={(value) => setMode(value as typeof mode)} />
            <Text size="sm" c="dimmed" mt={6}>
              {modeSentences[mode]}
            </Text>
          </div>
          <Checkbox
            label="Only records, without the contents of files"
            description="Others see every version and its files; contents stay on this computer. When this is taken back, they are sent then."
            checked={isMetadata}
            disabled={isOff}
            onChange={(event) => setMetadata(event.currentTarget.checked)}
          />
          <Checkbox
            label="Not on battery"
            {...(link?.conditions.onBattery === null ? { description: untold } : {})}
            checked={notOnBattery}
            disabled={mode !== 'automatic'}
            onChange={(event) => setNotOnBattery(event.currentTarget.checked)}
          />
          <Checkbox
            label="Not on metered connections"
            {...(link?.conditions.metered === null ? { description: untold } : {})}
            checked={notOnMetered}
            disabled={mode !== 'automatic'}
            onChange={(event) => setNotOnMetered(event.currentTarget.checked)}
          />
          <Select
            label="Keep offline"
            description="Contents of versions that others pushed"
            data={Object.entries(offlineWords).map(([value, label]) => ({ value, label }))}
            value={offline}
            disabled={mode !== 'automatic'}
            onChange={(value) => setOffline((value ?? 'as-needed') as typeof offline)}
            allowDeselect={false}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" {...(isOff ? { color: 'red' } : {})} disabled={link === null && remote === null}>
              {isOff ? 'Unlink' : 'Set'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const modeSentences = {
  off: 'It belongs to no remote any more. The bucket and all versions here stay; contents that lie there alone cannot be had until it is linked again.',
  manual: 'Nothing goes by itself: Push and Pull are yours.',
  automatic: 'Each version is pushed after a few seconds of quiet, and what others push comes by itself, while Strata runs.',
} as const;
