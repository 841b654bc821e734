import { Text } from '@mantine/core';
import { useMemo } from 'react';
import type { FindingView } from '../../../shared/values.ts';
import { PathText } from '../../components/PathText.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import { findingRows } from './findings.ts';
import type { FindingRow } from './findings.ts';
import styles from './Health.module.css';

const greatestHeight = 260;
const estimates = { finding: 38, touch: 24 } as const;

/** What was found, each with the versions and paths that it touches. */
export function Findings({ title, findings }: { title: string; findings: readonly FindingView[] }) {
  const rows = useMemo(() => findingRows(findings), [findings]);
  const height = rows.reduce((sum, { kind }) => sum + estimates[kind], 8);
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
          estimate={(index) => estimates[rows[index]?.kind ?? 'touch']}
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

function Row({ row }: { row: FindingRow }) {
  if (row.kind === 'finding') return <div className={styles['finding']}>{row.message}</div>;
  return (
    <div className={styles['touch']}>
      <span className={styles['version']}>{row.version}</span>
      <span className={styles['path']}>{row.path === null ? 'a part of its manifest' : <PathText path={row.path} />}</span>
    </div>
  );
}
