import { Badge, Tabs } from '@mantine/core';
import { IconAlertTriangle, IconBraces, IconFiles, IconGitCompare } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { VersionView } from '../../../shared/values.ts';
import { ChangeCounts } from './ChangeCounts.tsx';
import { useVersions, useVersionsApi } from './context.ts';
import { MetadataTable } from './MetadataTable.tsx';
import { Problems } from './Problems.tsx';
import type { VersionTab } from './store.ts';
import styles from './VersionPage.module.css';
import { VersionSummary } from './VersionSummary.tsx';

interface Props {
  version: VersionView;
  /** Counts of what the Changes tab compares; null: not known (yet). */
  changeCounts: VersionView['changes'] | null;
  alone: boolean;
  onBack: () => void;
  onRestore: () => void;
  onDelete: () => void;
  copy: (text: string) => void;
  /** What other features show of this version. */
  fate: ReactNode;
  files: ReactNode;
  changes: ReactNode;
}

/** One version: its summary, and tabs for what it holds. */
export function VersionPage({ version, changeCounts, alone, onBack, onRestore, onDelete, copy, fate, files, changes }: Props) {
  const tab = useVersions((state) => state.tab);
  const { showTab, compareWith } = useVersionsApi().getState();
  const metadata = Object.keys(version.metadata).length;
  const problems = version.problems.length;
  return (
    <article className={styles['root']} aria-label={`Version ${version.ref}`}>
      <VersionSummary
        version={version}
        alone={alone}
        onBack={onBack}
        onRestore={onRestore}
        onCompare={() => compareWith(null)}
        onDelete={onDelete}
        copy={copy}
        fate={fate}
      />
      <Tabs
        value={tab}
        onChange={(value) => value !== null && showTab(value as VersionTab)}
        keepMounted={false}
        classNames={{ root: styles['tabs'] ?? '', panel: styles['panel'] ?? '', list: styles['list'] ?? '' }}
      >
        <Tabs.List>
          <Tabs.Tab value="files" leftSection={<IconFiles size={15} />}>
            Files
          </Tabs.Tab>
          <Tabs.Tab
            value="changes"
            leftSection={<IconGitCompare size={15} />}
            {...(changeCounts === null ? {} : { rightSection: <ChangeCounts changes={changeCounts} /> })}
          >
            Changes
          </Tabs.Tab>
          <Tabs.Tab value="metadata" leftSection={<IconBraces size={15} />} {...countOf(metadata, 'gray')}>
            Metadata
          </Tabs.Tab>
          {(problems > 0 || tab === 'problems') && (
            <Tabs.Tab value="problems" leftSection={<IconAlertTriangle size={15} />} {...countOf(problems, 'orange')}>
              Problems
            </Tabs.Tab>
          )}
        </Tabs.List>
        <Tabs.Panel value="files">{files}</Tabs.Panel>
        <Tabs.Panel value="changes">{changes}</Tabs.Panel>
        <Tabs.Panel value="metadata">
          <MetadataTable key={version.index} version={version} />
        </Tabs.Panel>
        <Tabs.Panel value="problems">
          <Problems version={version} />
        </Tabs.Panel>
      </Tabs>
    </article>
  );
}

function countOf(count: number, color: string): { rightSection?: ReactNode } {
  if (count === 0) return {};
  return {
    rightSection: (
      <Badge size="sm" variant="light" color={color} circle={count < 10}>
        {count}
      </Badge>
    ),
  };
}
