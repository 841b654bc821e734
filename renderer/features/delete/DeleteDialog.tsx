import { Alert, Button, Checkbox, Group, Modal, Radio, Stack } from '@mantine/core';
import { IconAlertTriangle, IconTrash } from '@tabler/icons-react';
import { DialogFooter } from '../../components/DialogFooter.tsx';
import { FocusBack } from '../../components/FocusBack.tsx';
import { Planning } from '../../components/Planning.tsx';
import { Refusal } from '../../components/Refusal.tsx';
import { dueTime } from '../../lib/dates.ts';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import { formatBytes, formatNumberOf } from '../../lib/format.ts';
import { useLast } from '../../lib/use-last.ts';
import { useNow } from '../../lib/use-now.ts';
import { useDelete, useDeleteApi } from './context.ts';
import styles from './DeleteDialog.module.css';
import { DeletePlan } from './DeletePlan.tsx';
import { isReady } from './store.ts';
import type { DeleteOrder } from './store.ts';

/** What would go and what that frees, whether it can be taken back, and the button that does it. */
export function DeleteDialog() {
  const order = useDelete((state) => state.order);
  const { close } = useDeleteApi().getState();
  const named = useLast(order);
  return (
    <Modal
      opened={order !== null}
      onClose={close}
      size={600}
      title={named === null ? '' : titleOf(named)}
      // Short: single-letter shortcuts rest until it is gone.
      transitionProps={{ exitDuration: 80 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="delete-dialog"
      classNames={{ body: styles['modal'] ?? '' }}
    >
      <FocusBack />
      {order !== null && (
        <Stack gap="md">
          <What order={order} />
          <AliasesToo order={order} />
          <Where />
          <How />
          <Footer />
        </Stack>
      )}
    </Modal>
  );
}

function titleOf({ artifact, refs }: DeleteOrder): string {
  if (refs === null) return `Delete ${artifact}`;
  return refs.length === 1 ? `Delete ${refs[0]} of ${artifact}` : `Delete ${formatNumberOf(refs.length, 'version')} of ${artifact}`;
}

function What({ order }: { order: DeleteOrder }) {
  const plan = useDelete((state) => state.plan);
  const refusal = useDelete((state) => state.refusal);
  if (refusal !== null) return <Refusal>{refusal}</Refusal>;
  if (plan === null) return <Planning>Adding up what nobody else holds…</Planning>;
  return <DeletePlan plan={plan} folder={order.folder} />;
}

/** Versions that somebody gave a name do not go without being agreed to. */
function AliasesToo({ order }: { order: DeleteOrder }) {
  const plan = useDelete((state) => state.plan);
  const aliasesToo = useDelete((state) => state.aliasesToo);
  const { setAliasesToo } = useDeleteApi().getState();
  const aliases = plan?.parts.flatMap((part) => part.aliases) ?? [];
  if (aliases.length === 0 || order.refs === null) return null;
  return (
    <div className={styles['aliases']}>
      <Checkbox
        checked={aliasesToo}
        onChange={(event) => setAliasesToo(event.currentTarget.checked)}
        label={aliases.length === 1 ? `Also delete the alias “${aliases[0]}”` : `Also delete these aliases: ${aliases.join(', ')}`}
        description="Somebody gave these versions a name, so they may still be wanted."
      />
    </div>
  );
}

/** What others share goes for them too, unless it is to stay there. */
function Where() {
  const bucket = useDelete((state) => state.plan?.bucket ?? null);
  const hereOnly = useDelete((state) => state.hereOnly);
  const { setHereOnly } = useDeleteApi().getState();
  if (bucket === null) return null;
  const remotes = bucket.remotes.join(', ');
  return (
    <Radio.Group label="Where" value={hereOnly ? 'here' : 'everywhere'} onChange={(value) => void setHereOnly(value === 'here')} classNames={{ label: styles['label'] ?? '' }}>
      <Stack gap={10} mt={4}>
        <Radio
          value="everywhere"
          label={`Here and in ${remotes}, for everybody`}
          description={`With the next push it goes from there too. A day later ${formatBytes(bucket.freedBytes)} are free there; until then anybody can take it back.`}
        />
        <Radio value="here" label="On this computer alone" description={`It stays in ${remotes}, and nobody else notices.`} />
      </Stack>
    </Radio.Group>
  );
}

function How() {
  const now = useDelete((state) => state.now);
  const plan = useDelete((state) => state.plan);
  const { setNow } = useDeleteApi().getState();
  const time = useNow();
  const isShared = plan?.bucket?.isChosen === true;
  const until = plan === null ? 'for a while' : `until ${dueTime(time + plan.undoWindowMs, time)}`;
  const freed = plan === null ? 'its space is freed' : `${formatBytes(plan.freedBytes)} are freed`;
  return (
    <Radio.Group
      label="How"
      value={now ? 'now' : 'later'}
      onChange={(value) => void setNow(value === 'now')}
      classNames={{ label: styles['label'] ?? '' }}
    >
      <Stack gap={10} mt={4}>
        <Radio value="later" label="Delete, and keep it for a while" description={`It can be taken back ${until}. Then ${freed}.`} />
        <Radio
          value="now"
          color="red"
          label="Delete now, for good"
          description={`At once ${freed} here. Nothing can bring it back${isShared ? ' here; others can for a day' : ''}.`}
          classNames={{ label: styles['danger'] ?? '' }}
        />
      </Stack>
    </Radio.Group>
  );
}

function Footer() {
  const ready = useDelete(isReady);
  const now = useDelete((state) => state.now);
  const applying = useDelete((state) => state.applying);
  const { close, apply } = useDeleteApi().getState();
  const needsEngine = useNeedsEngine();
  const { onClick, ...rests } = needsEngine(() => void apply());
  return (
    <>
      {now && (
        <Alert color="red" icon={<IconAlertTriangle size={18} />} role="alert">
          This cannot be taken back: what only these versions hold is gone from the disk when it is done.
        </Alert>
      )}
      <DialogFooter>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          {/* Not disabled: it takes the keyboard when the dialog opens, while the plan is still being made. */}
          <Button
            data-autofocus
            color={now ? 'red.9' : 'red'}
            variant={now ? 'filled' : 'light'}
            loading={applying}
            leftSection={<IconTrash size={17} />}
            data-disabled={!ready}
            aria-disabled={!ready}
            onClick={() => ready && onClick()}
            {...rests}
          >
            {now ? 'Delete for good' : 'Delete'}
          </Button>
        </Group>
      </DialogFooter>
    </>
  );
}
