import { Checkbox, SegmentedControl, Select, Text } from '@mantine/core';
import type { LinkView } from '../../../shared/sync-values.ts';
import type { SyncDraft } from './sync-draft.ts';
import { offlineWords } from './words.ts';

interface Props {
  readonly draft: SyncDraft;
  readonly link: LinkView | null;
  readonly onChange: (part: Partial<SyncDraft>) => void;
}

const untold = { description: 'This system does not tell, so this holds nothing back.' };

const modeSentences = {
  off: 'It belongs to no remote any more. The bucket and all versions here stay; contents that lie there alone cannot be had until it is linked again.',
  manual: 'Nothing goes by itself: Push and Pull are yours.',
  automatic: 'Each version is pushed after a few seconds of quiet, and what others push comes by itself, while Strata runs.',
} as const;

/** The rules of an artifact and its remote. */
export function SyncFields({ draft, link, onChange }: Props) {
  const { mode, isMetadata, notOnBattery, notOnMetered, offline } = draft;
  const modes = [...(link === null ? [] : [{ value: 'off', label: 'Off' }]), { value: 'manual', label: 'When asked' }, { value: 'automatic', label: 'Automatic' }];
  return (
    <>
      <div>
        <SegmentedControl fullWidth aria-label="How it is pushed" data={modes} value={mode} onChange={(value) => onChange({ mode: value as SyncDraft['mode'] })} />
        <Text size="sm" c="dimmed" mt={6}>
          {modeSentences[mode]}
        </Text>
      </div>
      <Checkbox
        label="Only records, without the contents of files"
        description="Others see every version and its files; contents stay on this computer. When this is taken back, they are sent then."
        checked={isMetadata}
        disabled={mode === 'off'}
        onChange={(event) => onChange({ isMetadata: event.currentTarget.checked })}
      />
      <Checkbox
        label="Not on battery"
        {...(link?.conditions.onBattery === null ? untold : {})}
        checked={notOnBattery}
        disabled={mode !== 'automatic'}
        onChange={(event) => onChange({ notOnBattery: event.currentTarget.checked })}
      />
      <Checkbox
        label="Not on metered connections"
        {...(link?.conditions.metered === null ? untold : {})}
        checked={notOnMetered}
        disabled={mode !== 'automatic'}
        onChange={(event) => onChange({ notOnMetered: event.currentTarget.checked })}
      />
      <Select
        label="Keep offline"
        description="Contents of versions that others pushed"
        data={Object.entries(offlineWords).map(([value, label]) => ({ value, label }))}
        value={offline}
        disabled={mode !== 'automatic'}
        onChange={(value) => onChange({ offline: (value ?? 'as-needed') as SyncDraft['offline'] })}
        allowDeselect={false}
      />
    </>
  );
}
