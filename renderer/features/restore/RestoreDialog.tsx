import { Alert, Button, Checkbox, Group, Modal, Radio, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconFolder, IconHistory, IconShieldCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { DialogFooter } from '../../components/DialogFooter.tsx';
import { FocusBack } from '../../components/FocusBack.tsx';
import { PathText } from '../../components/PathText.tsx';
import { Planning } from '../../components/Planning.tsx';
import { Refusal } from '../../components/Refusal.tsx';
import { formatBytes } from '../../lib/format.ts';
import { useLast } from '../../lib/use-last.ts';
import { useRestore, useRestoreApi } from './context.ts';
import { PlanView } from './PlanView.tsx';
import styles from './RestoreDialog.module.css';
import { lacksSpace, planTotal } from './selectors.ts';
import type { ReferencesWanted } from './store.ts';

interface Props {
  /** The running restore's progress. */
  progress: ReactNode;
  /** The artifact refers to what lies elsewhere. */
  hasReferences: boolean;
}

/** What comes back, where to, and exactly what that does; nothing happens before it is confirmed. */
export function RestoreDialog({ progress, hasReferences }: Props) {
  const order = useRestore((state) => state.order);
  const applying = useRestore((state) => state.applying);
  const { close } = useRestoreApi().getState();
  const named = useLast(order);
  return (
    <Modal
      opened={order !== null}
      onClose={close}
      size={680}
      title={named === null ? '' : `Restore ${named.ref} of ${named.artifact}`}
      // Short: single-letter shortcuts rest until it is gone.
      transitionProps={{ exitDuration: 80 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="restore-dialog"
      classNames={{ body: styles['modal'] ?? '' }}
    >
      <FocusBack />
      {applying ? (
        <Stack>
          {progress}
          <Text size="sm" c="dimmed">
            You can close this; it goes on, and can be cancelled at the foot of the window. Every file is either as it was or
            as it will be, never half.
          </Text>
        </Stack>
      ) : (
        order !== null && <Order hasReferences={hasReferences} />
      )}
    </Modal>
  );
}

function Order({ hasReferences }: Pick<Props, 'hasReferences'>) {
  return (
    <Stack gap="md">
      <Scope />
      <Where hasReferences={hasReferences} />
      <Plan />
      <Footer />
    </Stack>
  );
}

function Scope() {
  const paths = useRestore((state) => state.order?.paths ?? none);
  const ref = useRestore((state) => state.order?.ref ?? '');
  const store = useRestoreApi();
  return (
    <section>
      <Text size="sm" fw={600} component="h3">
        What
      </Text>
      {paths.length === 0 ? (
        <Text size="sm">Everything in {ref}</Text>
      ) : (
        <div className={styles['paths']}>
          {paths.map((path) => (
            <PathText key={path} path={path} />
          ))}
          <Button size="compact-xs" variant="subtle" onClick={() => void store.getState().widen()}>
            Everything instead
          </Button>
        </div>
      )}
    </section>
  );
}

const none: readonly string[] = [];

function Where({ hasReferences }: Pick<Props, 'hasReferences'>) {
  const order = useRestore((state) => state.order);
  const where = useRestore((state) => state.where);
  const canInPlace = useRestore((state) => state.canInPlace);
  const { setWhere, chooseTarget, setDeleteExtra } = useRestoreApi().getState();
  return (
    <section>
      <Radio.Group
        label="Where"
        value={where}
        onChange={(value) => void setWhere(value === 'elsewhere' ? 'elsewhere' : 'in-place')}
        classNames={{ label: styles['label'] ?? '' }}
      >
        <Stack gap={8} mt={4}>
          <Radio
            value="in-place"
            label="Into the folder itself"
            disabled={!canInPlace}
            description={inPlaceWords(canInPlace, order?.paths.length ?? 0)}
          />
          <Radio value="elsewhere" label="Into another folder" description="The tracked folder stays as it is." />
        </Stack>
      </Radio.Group>
      {where === 'elsewhere' && (
        <div className={styles['target']}>
          <Group gap={8} wrap="nowrap">
            <IconFolder size={18} aria-hidden className={styles['folder']} />
            <span className={styles['path']}>
              {order?.target == null ? <Text c="dimmed" size="sm">No folder chosen</Text> : <PathText path={order.target} absolute />}
            </span>
            <Button size="xs" variant="default" onClick={() => void chooseTarget()}>
              Choose folder…
            </Button>
          </Group>
          <Checkbox
            label="Also delete what this version does not have"
            checked={order?.deleteExtra ?? false}
            onChange={(event) => void setDeleteExtra(event.currentTarget.checked)}
          />
          {hasReferences && <References />}
        </div>
      )}
    </section>
  );
}

const wants = [
  { value: 'fetch', label: 'Fetch them' },
  { value: 'link', label: 'Links to them' },
  { value: 'leave', label: 'Leave them out' },
] as const;

/** What becomes of references in the other folder. */
function References() {
  const wanted = useRestore((state) => state.order?.references ?? 'fetch');
  const { setReferences } = useRestoreApi().getState();
  return (
    <div>
      <Text size="sm">References</Text>
      <SegmentedControl size="xs" aria-label="References" data={[...wants]} value={wanted} onChange={(value) => void setReferences(value as ReferencesWanted)} />
      {wanted === 'link' && (
        <Text size="xs" c="dimmed">
          Links stand for files on this computer; references to other places are left out.
        </Text>
      )}
    </div>
  );
}

function inPlaceWords(canInPlace: boolean, paths: number): string {
  if (!canInPlace) return 'No folder is tracked for this artifact.';
  return paths === 0
    ? 'The folder becomes exactly this version; ignored files stay.'
    : 'What you chose becomes as it was; everything else stays.';
}

function Plan() {
  const plan = useRestore((state) => state.plan);
  const refusal = useRestore((state) => state.refusal);
  const waits = useRestore((state) => state.where === 'elsewhere' && state.order?.target == null);
  if (refusal !== null) return <Refusal>{refusal}</Refusal>;
  if (waits) return null;
  if (plan === null) return <Planning>Comparing the folder with the version…</Planning>;
  return <PlanView plan={plan} />;
}

function Footer() {
  const plan = useRestore((state) => state.plan);
  const { close, apply } = useRestoreApi().getState();
  const nothing = plan !== null && planTotal(plan) === 0;
  const full = plan !== null && lacksSpace(plan);
  const ready = plan !== null && !nothing && !full;
  return (
    <>
      {full && (
        <Alert color="red" icon={<IconAlertTriangle size={18} />}>
          There is not enough room: {formatBytes(plan.bytes)} are needed, {formatBytes(plan.freeBytes)} are free.
        </Alert>
      )}
      {plan?.inPlace === true && !nothing && (
        <div className={styles['safety']}>
          <IconShieldCheck size={18} aria-hidden />
          <span>The present state is saved as a version first, so one click takes this restore back.</span>
        </div>
      )}
      <DialogFooter>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          {/* Not disabled: it takes the keyboard when the dialog opens, while the plan is still being made. */}
          <Button
            data-autofocus
            leftSection={<IconHistory size={17} />}
            data-disabled={!ready}
            aria-disabled={!ready}
            onClick={() => ready && void apply()}
          >
            Restore
          </Button>
        </Group>
      </DialogFooter>
    </>
  );
}
