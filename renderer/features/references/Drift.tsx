import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { IconDownload, IconRadar2, IconShieldCheck, IconShieldQuestion } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { DriftView } from '../../../shared/reference-values.ts';
import { Figure, Figures } from '../../components/Figures.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import { formatCount } from '../../lib/format.ts';
import { useReferences, useReferencesApi } from './context.ts';
import styles from './Drift.module.css';
import { driftKinds, driftSentence, driftWords } from './words.ts';

/** Whether what a version refers to is still what it was, and what can be done about it. */
export function Drift({ refs, progress }: { refs: readonly string[]; progress: ReactNode }) {
  const drift = useReferences((state) => state.drift);
  const looking = useReferences((state) => state.looking);
  const { check, fetch, forgetDrift } = useReferencesApi().getState();
  const needsEngine = useNeedsEngine();
  const [chosen, setChosen] = useState<string | null>(null);
  const ref = drift?.ref ?? chosen ?? refs[0] ?? 'latest';
  const choose = (next: string): void => {
    setChosen(next);
    forgetDrift();
  };
  return (
    <section aria-label="Check" className={styles['root']}>
      <div className={styles['head']}>
        <div>
          <Text size="sm" fw={600} component="div" className={styles['question']}>
            Is it still what
            {refs.length < 2 ? ` ${ref} ` : <SegmentedControl size="xs" aria-label="Version" data={[...refs]} value={ref} onChange={choose} disabled={looking !== null} />}
            names?
          </Text>
          <Text size="xs" c="dimmed">
            Asking reads no content, except of files on this computer.
          </Text>
        </div>
        <Group gap="xs">
          <Button size="compact-sm" variant="default" loading={looking === 'check'} disabled={looking !== null} leftSection={<IconShieldCheck size={15} />} {...needsEngine(() => void check(ref))}>
            Check
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            loading={looking === 'fetch'}
            disabled={looking !== null}
            leftSection={<IconDownload size={15} />}
            title="Bring all of it into the store, before it goes away"
            {...needsEngine(() => void fetch(ref))}
          >
            Bring into the store
          </Button>
        </Group>
      </div>
      {looking !== null && progress}
      {drift !== null && looking === null && <Found drift={drift} />}
    </section>
  );
}

function Found({ drift }: { drift: DriftView }) {
  const { counts, places } = drift;
  const rows = driftKinds.flatMap((kind) => drift[kind].map((one) => ({ kind, ...one })));
  const told = (Object.keys(driftWords) as (keyof typeof counts)[]).filter((kind) => counts[kind] > 0);
  return (
    <div data-testid="drift" data-missing={counts.missing} data-changed={counts.changed}>
      <Text size="sm" role="status" mb={8}>
        {driftSentence(drift)}
      </Text>
      <Figures>
        {told.map((kind) => (
          <Figure key={kind} value={formatCount(counts[kind])}>
            {driftWords[kind]}
          </Figure>
        ))}
      </Figures>
      {places.map((place) => (
        <Permission key={place} place={place} />
      ))}
      {rows.length > 0 && <Rows rows={rows} />}
      <NewVersion counts={counts} />
    </div>
  );
}

/** What somebody else wrote down leads into this network or to this computer: never without asking. */
function Permission({ place }: { place: string }) {
  const { permit } = useReferencesApi().getState();
  return (
    <div className={styles['permission']} role="note">
      <IconShieldQuestion size={18} aria-hidden />
      <span className={styles['words']}>
        Somebody else wrote down references to <strong>{place}</strong>, on this computer or in its own network. They are not fetched unless you permit that.
      </span>
      <Button size="compact-sm" variant="default" onClick={() => void permit(place, true)}>
        Permit
      </Button>
    </div>
  );
}

const rowHeight = 44;
const mostRows = 5;

interface DriftRow {
  readonly kind: (typeof driftKinds)[number];
  readonly path: string;
  readonly message: string;
}

function Rows({ rows }: { rows: readonly DriftRow[] }) {
  return (
    <div className={styles['rows']} style={{ height: Math.min(rows.length, mostRows) * rowHeight + 2 }}>
      <VirtualList
        label="What is not as it was"
        count={rows.length}
        keyOf={(index) => `${rows[index]?.kind ?? ''}:${rows[index]?.path ?? ''}`}
        estimate={rowHeight}
        render={(index) => {
          const row = rows[index];
          return (
            row && (
              <div className={styles['row']} title={row.message} data-kind={row.kind}>
                <div className={styles['path']}>{row.path}</div>
                <div className={styles['message']}>{row.message}</div>
              </div>
            )
          );
        }}
      />
    </div>
  );
}

/** Where something changed, the sources as they are now can be the next version. */
function NewVersion({ counts }: { counts: DriftView['counts'] }) {
  const view = useReferences((state) => state.view);
  const { scan } = useReferencesApi().getState();
  const needsEngine = useNeedsEngine();
  if (counts.changed + counts.missing + counts.recoverable === 0 || view === null || view.references.length === 0) return null;
  return (
    <Button mt="sm" size="compact-sm" leftSection={<IconRadar2 size={15} />} {...needsEngine(() => void scan())}>
      Make a version of what is there now
    </Button>
  );
}
