import { Button, Checkbox, Text } from '@mantine/core';
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import type { VerifyReportView } from '../../../shared/values.ts';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import { formatBytes, formatNumberOf } from '../../lib/format.ts';
import { useStorage, useStorageApi } from './context.ts';
import styles from './Verify.module.css';

/** Checks the store, and says what was checked and found. */
export function Verify() {
  const verifying = useStorage((state) => state.verifying);
  const deep = useStorage((state) => state.deep);
  const report = useStorage((state) => state.report);
  const needsEngine = useNeedsEngine();
  const { setDeep, verify } = useStorageApi().getState();
  return (
    <section className={styles['root']} aria-label="Verify the store">
      <div className={styles['bar']}>
        <Button
          size="sm"
          variant="default"
          loading={verifying}
          leftSection={<IconShieldCheck size={17} />}
          {...needsEngine(() => void verify())}
        >
          Verify
        </Button>
        <Checkbox
          size="sm"
          label="Read and digest every byte (slower)"
          checked={deep}
          disabled={verifying}
          onChange={(event) => setDeep(event.currentTarget.checked)}
        />
      </div>
      {report !== null && <Report report={report} />}
    </section>
  );
}

function Report({ report }: { report: VerifyReportView }) {
  const { ok, versions, chunks, bytes, deep, findings } = report;
  const what = `${formatNumberOf(versions, 'version')}, ${formatNumberOf(chunks, 'chunk')}, ${formatBytes(bytes)}`;
  return (
    <div className={styles['report']} data-ok={ok} role="status" data-testid="verify-report">
      <span className={styles['sign']}>
        {ok ? <IconShieldCheck size={20} aria-hidden /> : <IconAlertTriangle size={20} aria-hidden />}
      </span>
      <div className={styles['text']}>
        <strong>{ok ? 'The store is sound.' : `${formatNumberOf(findings.length, 'finding')}`}</strong>
        <Text size="sm">
          Checked {what}
          {deep ? ', every byte read' : ''}.
        </Text>
        {findings.length > 0 && (
          <ul className={styles['findings']}>
            {findings.slice(0, 100).map((finding, index) => (
              <li key={`${finding.code} ${index}`}>
                {finding.message}
                <Text size="xs" c="dimmed">
                  {finding.touches.map(({ version, path }) => (path === null ? version : `${version} ${path}`)).join(', ')}
                </Text>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
