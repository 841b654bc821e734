import { Alert, Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconEraser, IconFolder, IconFolderOpen, IconRefresh } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { DialogFooter } from '../../components/DialogFooter.tsx';
import { FocusBack } from '../../components/FocusBack.tsx';
import { PathText } from '../../components/PathText.tsx';
import { Planning } from '../../components/Planning.tsx';
import { Refusal } from '../../components/Refusal.tsx';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import { lastName } from '../../lib/format.ts';
import { useLast } from '../../lib/use-last.ts';
import { usePurge, usePurgeApi } from './context.ts';
import styles from './PurgeDialog.module.css';
import { PurgePlan } from './PurgePlan.tsx';
import { isReady } from './store.ts';
import type { PurgeOrder } from './store.ts';

interface Props {
  /** The running purge's progress. */
  progress: ReactNode;
  /** Shows the tracked folder. */
  onReveal: (folder: string) => void;
}

/** Takes a path out of every version: what that does, that it is for good, and the button that does it once it is meant. */
export function PurgeDialog({ progress, onReveal }: Props) {
  const order = usePurge((state) => state.order);
  const applying = usePurge((state) => state.applying);
  const { close } = usePurgeApi().getState();
  const named = useLast(order);
  return (
    <Modal
      opened={order !== null}
      onClose={close}
      size={600}
      title={named === null ? '' : `Purge “${lastName(named.path)}” from every version`}
      // Short: single-letter shortcuts rest until it is gone.
      transitionProps={{ exitDuration: 80 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="purge-dialog"
      classNames={{ body: styles['modal'] ?? '' }}
    >
      <FocusBack />
      {applying ? (
        <Stack>
          {progress}
          <Text size="sm" c="dimmed">
            You can close this; it goes on. Until versions are rewritten it can be cancelled, and then nothing has changed.
          </Text>
        </Stack>
      ) : (
        order !== null && <Order order={order} onReveal={onReveal} />
      )}
    </Modal>
  );
}

function Order({ order, onReveal }: { order: PurgeOrder; onReveal: Props['onReveal'] }) {
  const plan = usePurge((state) => state.plan);
  return (
    <Stack gap="md">
      <div className={styles['path']}>
        <PathText path={order.path} />
        <span className={styles['artifact']}>in {order.artifact}</span>
      </div>
      <What />
      {plan?.present === true && order.folder !== null && <Present folder={order.folder} onReveal={onReveal} />}
      {plan?.present === false && <Sure />}
      <Footer />
    </Stack>
  );
}

function What() {
  const plan = usePurge((state) => state.plan);
  const refusal = usePurge((state) => state.refusal);
  if (refusal !== null) return <Refusal>{refusal}</Refusal>;
  if (plan === null) return <Planning>Looking for it in every version…</Planning>;
  return <PurgePlan plan={plan} />;
}

/** The next save would keep it again, so first it has to go from the folder. */
function Present({ folder, onReveal }: { folder: string; onReveal: Props['onReveal'] }) {
  const looking = usePurge((state) => state.looking);
  const store = usePurgeApi();
  return (
    <Alert color="orange" icon={<IconFolder size={18} />} title="It is still in the folder" role="note">
      <Stack gap="xs">
        <span>The next save would keep it again. Delete it there, or add it to .strataignore, then look again.</span>
        <Group gap="xs">
          <Button size="xs" variant="default" leftSection={<IconFolderOpen size={15} />} onClick={() => onReveal(folder)}>
            Show the folder
          </Button>
          <Button size="xs" variant="default" loading={looking} leftSection={<IconRefresh size={15} />} onClick={() => void store.getState().look()}>
            Look again
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

function Sure() {
  const sure = usePurge((state) => state.sure);
  const { setSure } = usePurgeApi().getState();
  const box = useRef<HTMLInputElement>(null);
  // It stands where "Look again" was, which took the keyboard with it.
  useEffect(() => {
    if (document.activeElement === document.body) box.current?.focus();
  }, []);
  return (
    <Alert color="red" icon={<IconAlertTriangle size={18} />} title="This cannot be taken back" role="note">
      <Stack gap="xs">
        <span>There is no undo window: no version will bring it back, and its bytes are gone from the disk when this is done.</span>
        <Checkbox
          ref={box}
          color="red.9"
          checked={sure}
          onChange={(event) => setSure(event.currentTarget.checked)}
          label="I want it gone for good"
          classNames={{ label: styles['sure'] ?? '' }}
        />
      </Stack>
    </Alert>
  );
}

function Footer() {
  const ready = usePurge(isReady);
  const { close, apply } = usePurgeApi().getState();
  const needsEngine = useNeedsEngine();
  const { onClick, ...rests } = needsEngine(() => void apply());
  return (
    <DialogFooter>
      <Group justify="flex-end">
        <Button variant="default" data-autofocus onClick={close}>
          Cancel
        </Button>
        <Button
          color="red.9"
          leftSection={<IconEraser size={17} />}
          data-disabled={!ready}
          aria-disabled={!ready}
          onClick={() => ready && onClick()}
          {...rests}
        >
          Purge for good
        </Button>
      </Group>
    </DialogFooter>
  );
}
