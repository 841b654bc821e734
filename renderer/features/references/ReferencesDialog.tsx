import { ActionIcon, Button, Modal, Select, Stack, Text, Tooltip } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconLinkOff, IconLinkPlus, IconShieldOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AddedReferenceView, ReferencesView } from '../../../shared/reference-values.ts';
import { FocusBack } from '../../components/FocusBack.tsx';
import { Refusal } from '../../components/Refusal.tsx';
import { useReferences, useReferencesApi } from './context.ts';
import { Drift } from './Drift.tsx';
import styles from './ReferencesDialog.module.css';
import { placeWords, scheduleChoices, scheduleValue, uncheckedWords } from './words.ts';

interface Props {
  /** Versions that can be checked: the newest, and the one that is looked at. */
  refs: readonly string[];
  /** What is shown while sources are asked. */
  progress: ReactNode;
}

/** What an artifact refers to, how that is looked after, and whether it is still what it was. */
export function ReferencesDialog({ refs, progress }: Props) {
  const artifact = useReferences((state) => state.of);
  const shown = useReferences((state) => state.detailsShown);
  const view = useReferences((state) => state.view);
  const { showDetails } = useReferencesApi().getState();
  return (
    <Modal opened={shown && artifact !== null} onClose={() => showDetails(false)} size={680} title={`References of ${artifact ?? ''}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <FocusBack />
      {shown && artifact !== null && view !== null && <Details artifact={artifact} view={view} refs={refs} progress={progress} />}
    </Modal>
  );
}

function Details({ artifact, view, refs, progress }: { artifact: string; view: ReferencesView } & Props) {
  const trouble = useReferences((state) => state.trouble);
  return (
    <Stack gap="lg">
      <Sources artifact={artifact} view={view} />
      {view.references.length > 0 && <Schedule view={view} />}
      {refs.length > 0 && <Drift refs={refs} progress={progress} />}
      {trouble !== null && <Refusal>{trouble}</Refusal>}
      {view.permissions.length > 0 && <Permissions permissions={view.permissions} />}
    </Stack>
  );
}

function Sources({ artifact, view: { references } }: { artifact: string; view: ReferencesView }) {
  const { openDraft, showDetails } = useReferencesApi().getState();
  return (
    <section aria-label="Sources">
      {references.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing was added at this computer. What versions refer to came with them, or with their folder.
        </Text>
      ) : (
        <ul className={styles['list']}>
          {references.map((reference) => (
            <Source key={reference.uri} reference={reference} artifact={artifact} />
          ))}
        </ul>
      )}
      <Button
        mt="sm"
        size="compact-sm"
        variant="default"
        leftSection={<IconLinkPlus size={15} />}
        onClick={() => {
          showDetails(false);
          openDraft({ artifact });
        }}
      >
        Add another…
      </Button>
    </section>
  );
}

function Source({ reference, artifact }: { reference: AddedReferenceView; artifact: string }) {
  const { remove } = useReferencesApi().getState();
  const { uri, checksum } = reference;
  function confirmRemove(): void {
    modals.openConfirmModal({
      title: 'Refer to it no more?',
      children: `The next version of ${artifact} does not have what lies at ${uri}. Earlier versions still name it, and nothing there is touched.`,
      labels: { confirm: 'Remove', cancel: 'Keep' },
      confirmProps: { color: 'red' },
      closeButtonProps: { 'aria-label': 'Close' },
      onConfirm: () => void remove(uri),
    });
  }
  return (
    <li className={styles['row']} data-testid="reference-row" data-uri={uri}>
      <div className={styles['what']}>
        <div className={styles['uri']}>{uri}</div>
        <div className={styles['note']}>{checksum ? placeWords(reference) : uncheckedWords}</div>
      </div>
      <Tooltip label="Refer to it no more">
        <ActionIcon variant="subtle" color="gray" aria-label={`Remove ${uri}`} onClick={confirmRemove}>
          <IconLinkOff size={17} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}

function Schedule({ view: { everyMs } }: { view: ReferencesView }) {
  const { setSchedule } = useReferencesApi().getState();
  return (
    <Select
      label="Look at the sources"
      description="While Strata runs; what changed there becomes a version"
      allowDeselect={false}
      maw={440}
      data={scheduleChoices(everyMs)}
      value={scheduleValue(everyMs)}
      onChange={(value) => void setSchedule(value === null || value === 'never' ? null : Number(value))}
    />
  );
}

function Permissions({ permissions }: { permissions: readonly string[] }) {
  const { permit } = useReferencesApi().getState();
  return (
    <section aria-label="Permitted places">
      <Text size="sm" fw={600}>
        Permitted places
      </Text>
      <Text size="xs" c="dimmed" mb={6}>
        References that others wrote down may be fetched from these.
      </Text>
      <ul className={styles['list']}>
        {permissions.map((place) => (
          <li key={place} className={styles['row']}>
            <div className={styles['what']}>
              <div className={styles['uri']}>{place}</div>
            </div>
            <Tooltip label="Permit no longer">
              <ActionIcon variant="subtle" color="gray" aria-label={`Permit ${place} no longer`} onClick={() => void permit(place, false)}>
                <IconShieldOff size={17} />
              </ActionIcon>
            </Tooltip>
          </li>
        ))}
      </ul>
    </section>
  );
}
