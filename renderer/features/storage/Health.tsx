import { Button, Checkbox, Text } from '@mantine/core';
import { IconAlertTriangle, IconFirstAidKit, IconShield, IconShieldCheck } from '@tabler/icons-react';
import type { RepairReportView, VerifyReportView } from '../../../shared/values.ts';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import { formatNumberOf } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { useStorage, useStorageApi } from './context.ts';
import { Findings } from './Findings.tsx';
import styles from './Health.module.css';
import { checkedSentence, healthSentences, healthState, mendedSentence } from './health-words.ts';
import type { HealthState } from './health-words.ts';

const titles: Record<HealthState, string> = {
  unknown: 'Not looked at yet',
  sound: 'The store is sound',
  damaged: 'The store is damaged',
};

/** Whether the store is whole, and since when that is known; the ways to look again and to mend it. */
export function Health() {
  const health = useStorage((state) => state.health);
  const report = useStorage((state) => state.report);
  const repair = useStorage((state) => state.repair);
  const now = useNow();
  if (health === null) return null;
  const state = healthState(health);
  return (
    <section className={styles['root']} aria-label="Health of the store" data-state={state} data-testid="health">
      <div className={styles['head']}>
        <span className={styles['sign']}>
          <Sign state={state} />
        </span>
        <div className={styles['words']} role="status">
          <Text fw={600} component="h2">
            {titles[state]}
          </Text>
          <Text size="sm" className={styles['note'] ?? ''}>
            {healthSentences(health, now).join(' ')}
          </Text>
        </div>
        <Actions damaged={state === 'damaged'} />
      </div>
      {report !== null && <Looked report={report} />}
      {repair !== null && <Repaired report={repair} />}
      {state === 'damaged' && report === null && repair === null && <KnownBefore messages={health.last?.messages ?? []} />}
    </section>
  );
}

function Sign({ state }: { state: HealthState }) {
  if (state === 'damaged') return <IconAlertTriangle size={24} stroke={1.7} aria-hidden />;
  return state === 'sound' ? <IconShieldCheck size={24} stroke={1.7} aria-hidden /> : <IconShield size={24} stroke={1.7} aria-hidden />;
}

function Actions({ damaged }: { damaged: boolean }) {
  const checking = useStorage((state) => state.checking);
  const deep = useStorage((state) => state.deep);
  const needsEngine = useNeedsEngine();
  const { setDeep, verify, mend } = useStorageApi().getState();
  return (
    <div className={styles['actions']}>
      <Checkbox
        size="sm"
        label="Read every byte"
        checked={deep}
        disabled={checking !== null}
        onChange={(event) => setDeep(event.currentTarget.checked)}
      />
      <Button
        size="sm"
        variant="default"
        loading={checking === 'verify'}
        leftSection={<IconShieldCheck size={17} />}
        {...needsEngine(() => void verify())}
      >
        Verify
      </Button>
      {(damaged || checking === 'repair') && (
        <Button
          size="sm"
          color="red.9"
          loading={checking === 'repair'}
          leftSection={<IconFirstAidKit size={17} />}
          title="Takes lost bytes from other containers and from the tracked folders, where they still are"
          {...needsEngine(() => void mend())}
        >
          Repair
        </Button>
      )}
    </div>
  );
}

function Looked({ report }: { report: VerifyReportView }) {
  const { ok, findings } = report;
  return (
    <div className={styles['report']} role="status" data-ok={ok} data-testid="verify-report">
      <Text size="sm">
        <strong>{ok ? 'Everything is whole.' : `${formatNumberOf(findings.length, 'thing')} found.`}</strong> {checkedSentence(report)}
        {!ok && ' Everything that is not named here can be used and restored.'}
      </Text>
      {!ok && <Findings title="What is damaged" findings={findings} />}
    </div>
  );
}

function Repaired({ report }: { report: RepairReportView }) {
  const { ok, verified, lost } = report;
  return (
    <div className={styles['report']} role="status" data-ok={ok} data-testid="repair-report">
      <Text size="sm">
        <strong>{headline(report)}</strong> {verified.ok ? checkedSentence(verified) : mendedSentence(report)}
        {!ok && ' Nothing is given up: a snapshot or a repair that meets the bytes again mends them. Everything else can be used and restored.'}
      </Text>
      {lost.length > 0 && <Findings title="Could not be mended" findings={lost} />}
      {!verified.ok && ok && <Findings title="What was damaged, and is whole again" findings={verified.findings} mended />}
    </div>
  );
}

function headline({ ok, verified, lost }: RepairReportView): string {
  if (verified.ok) return 'There was nothing to repair.';
  return ok ? 'Repaired: everything is whole again.' : `${formatNumberOf(lost.length, 'thing')} could not be mended.`;
}

/** Found by a look that this window has no report of. */
function KnownBefore({ messages }: { messages: readonly string[] }) {
  if (messages.length === 0) return null;
  return (
    <div className={styles['report']}>
      <Findings title="What the last look found" findings={messages.map((message) => ({ code: 'known', message, touches: [] }))} />
      <Text size="xs" c="dimmed" mt={6}>
        Verify shows every version and file that is touched.
      </Text>
    </div>
  );
}
