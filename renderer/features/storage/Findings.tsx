import { Text } from '@mantine/core';
import { useMemo } from 'react';
import type { FindingView } from '../../../shared/values.ts';
import { PathText } from '../../components/PathText.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import { findingRows, touchedRows } from './findings.ts';
import type { FindingRow } from './findings.ts';
import styles from './Health.module.css';

const greatestHeight = 260;

interface Props {
  title: string;
  findings: readonly FindingView[];
  /** They are no more: only what they touched is shown. */
  mended?: boolean;
}

/** What was found, each with the versions and paths that it touches. */
export function Findings({ title, findings, mended = false }: Props) {
  const rows = useMemo(() => (mended ? touchedRows(findings) : findingRows(findings)), [findings, mended]);
  const height = rows.reduce((sum, row) => sum + estimateOf(row), 8);
  return (
    <div className={styles['part']}>
      <Text size="sm" fw={600} component="h3">
        {title}
      </Text>
      <div className={styles['list']} style={{ height: Math.min(height, greatestHeight) }}>
        <VirtualList
          label={title}
          count={rows.length}
          keyOf={(index) => rows[index]?.key ?? String(index)}
          estimate={(index) => estimateOf(rows[index])}
          rowProps={(index) => ({ 'data-testid': rows[index]?.kind === 'finding' ? 'finding' : 'touch' })}
          render={(index) => {
            const row = rows[index];
            return row && <Row row={row} />;
          }}
        />
      </div>
    </div>
  );
}

/** px; a long sentence takes two lines. */
function estimateOf(row: FindingRow | undefined): number {
  if (row?.kind !== 'finding') return 24;
  return row.message.length > 100 ? 48 : 30;
}

function Row({ row }: { row: FindingRow }) {
  if (row.kind === 'finding') return <div className={styles['finding']}>{row.message}</div>;
  return (
    <div className={styles['touch']}>
      <span className={styles['version']}>{row.version}</span>
      <span className={styles['path']}>{row.path === null ? 'a part of its manifest' : <PathText path={row.path} />}</span>
    </div>
  );
}
