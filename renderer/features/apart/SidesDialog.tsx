import { Button, Chip, Group, Modal, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { FolderApartView, SidesRow, SidesView } from '../../../shared/apart-values.ts';
import { DialogFooter } from '../../components/DialogFooter.tsx';
import { FocusBack } from '../../components/FocusBack.tsx';
import { Planning } from '../../components/Planning.tsx';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import { formatCount, formatNumberOf } from '../../lib/format.ts';
import { useLast } from '../../lib/use-last.ts';
import { useApart, useApartApi } from './context.ts';
import { SidesList } from './SidesList.tsx';
import { changedKinds, changedWords, canBeTaken } from './sides.ts';
import { folderWords, personOf } from './words.ts';

interface Props {
  /** Opens the restore of these paths of a version; all of it without paths. */
  onRestore: (ref: string, paths: string[]) => void;
}

/** What is in the folder and what somebody else made, side by side, with ways to bring them together. */
export function SidesDialog({ onRestore }: Props) {
  const sides = useApart((state) => state.sides);
  const store = useApartApi();
  const named = useLast(sides);
  return (
    <Modal
      opened={sides !== null}
      onClose={() => store.getState().closeSides()}
      size={860}
      title={named === null ? '' : `${named.of.here} and ${named.of.there} side by side`}
      transitionProps={{ exitDuration: 80 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="sides-dialog"
    >
      <FocusBack />
      {sides !== null && (
        <Stack gap="xs">
          <Text size="sm">{folderWords(sides.of)}</Text>
          {sides.view === null ? <Planning>Comparing both sides…</Planning> : <Compared of={sides.of} view={sides.view} />}
          <Actions of={sides.of} onRestore={onRestore} />
        </Stack>
      )}
    </Modal>
  );
}

function Compared({ of, view: { rows, totals } }: { of: FolderApartView; view: SidesView }) {
  const [hidden, setHidden] = useState<readonly SidesRow['changed'][]>(['alike']);
  const shown = useMemo(() => rows.filter(({ changed }) => !hidden.includes(changed)), [rows, hidden]);
  const toggle = (kind: SidesRow['changed']): void => setHidden(hidden.includes(kind) ? hidden.filter((one) => one !== kind) : [...hidden, kind]);
  const all = totals.here + totals.there + totals.both + totals.alike;
  return (
    <>
      <Group gap={6} role="group" aria-label="Who changed it">
        {changedKinds
          .filter((kind) => totals[kind] > 0)
          .map((kind) => (
            <Chip key={kind} size="xs" variant="light" checked={!hidden.includes(kind)} onChange={() => toggle(kind)}>
              {changedWords[kind]} {formatCount(totals[kind])}
            </Chip>
          ))}
        {rows.length < all && (
          <Text size="xs" c="dimmed">
            the first {formatCount(rows.length)} are listed
          </Text>
        )}
      </Group>
      <SidesList rows={shown} here={`${of.here}, mine`} there={`${of.there}, ${personOf(of.by)}`} />
    </>
  );
}

function Actions({ of, onRestore }: { of: FolderApartView; onRestore: Props['onRestore'] }) {
  const ticked = useApart((state) => state.ticked);
  const takes = useApart((state) => state.sides?.view?.rows.some(canBeTaken) === true);
  const store = useApartApi();
  const needsEngine = useNeedsEngine();
  const restore = (paths: string[]): void => {
    store.getState().closeSides();
    onRestore(of.there, paths);
  };
  return (
    <DialogFooter>
      <Text size="xs" c="dimmed" mb={8}>
        {takes ? 'Tick files of theirs to take them into the folder. ' : ''}Whatever you choose, {of.here} and {of.there} both stay versions.
      </Text>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" {...needsEngine(() => void store.getState().keepMine())}>
          Keep mine
        </Button>
        <Button variant="default" {...needsEngine(() => restore([]))}>
          Restore {of.there}…
        </Button>
        {takes && (
          <Button disabled={ticked.length === 0} {...needsEngine(() => restore([...ticked]))}>
            {ticked.length === 0 ? 'Take files of theirs…' : `Take ${formatNumberOf(ticked.length, 'file')}…`}
          </Button>
        )}
      </Group>
    </DialogFooter>
  );
}
