import { Badge } from '@mantine/core';
import { IconFolderCheck, IconPinned } from '@tabler/icons-react';
import type { DeletePlanView } from '../../../shared/values.ts';
import { ByteSize } from '../../components/ByteSize.tsx';
import { Figure, Figures } from '../../components/Figures.tsx';
import { PathText } from '../../components/PathText.tsx';
import { PlanLine } from '../../components/PlanLine.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import { firstLine, formatBytes, formatCount } from '../../lib/format.ts';
import styles from './DeletePlan.module.css';

type Part = DeletePlanView['parts'][number];

/** What a deletion does: the versions that go, what that frees, and what stays. */
export function DeletePlan({ plan, folder }: { plan: DeletePlanView; folder: string | null }) {
  const versions = plan.parts.reduce((sum, part) => sum + part.versions.length, 0);
  return (
    <section className={styles['root']} aria-label="What will happen">
      <Figures>
        <Figure value={formatCount(versions)} data={{ 'data-testid': 'delete-plan-versions', 'data-count': versions }}>
          {versions === 1 ? 'version goes' : 'versions go'}
        </Figure>
        <Figure value={<ByteSize bytes={plan.freedBytes} />} data={{ 'data-testid': 'delete-plan-bytes', 'data-bytes': plan.freedBytes }}>
          freed: what no other version holds
        </Figure>
      </Figures>
      {plan.parts.map((part) => (
        <Versions key={part.artifact} part={part} />
      ))}
      {plan.parts.map((part) => (
        <Stays key={part.artifact} part={part} folder={folder} />
      ))}
    </section>
  );
}

function Versions({ part }: { part: Part }) {
  const newestFirst = part.versions.toReversed();
  if (newestFirst.length === 0) return null;
  return (
    <div className={styles['list']} style={{ height: Math.min(newestFirst.length, 6) * 32 + 2 }}>
      <VirtualList
        label={`Versions of ${part.artifact} that go`}
        count={newestFirst.length}
        keyOf={(index) => newestFirst[index]?.ref ?? String(index)}
        estimate={32}
        render={(index) => {
          const version = newestFirst[index];
          return version && <Version version={version} />;
        }}
      />
    </div>
  );
}

function Version({ version }: { version: Part['versions'][number] }) {
  return (
    <div className={styles['row']}>
      <span className={styles['ref']}>{version.ref}</span>
      <span className={styles['name']}>
        {version.aliases
          .filter((alias) => alias !== 'latest')
          .map((alias) => (
            <Badge key={alias} size="sm" variant="light" color="depth" maw={140} flex="none">
              {alias}
            </Badge>
          ))}
        <span className={styles['description']}>{firstLine(version.description)}</span>
      </span>
      <span className={styles['time']}>
        <RelativeTime at={version.createdAt} style="column" />
      </span>
      <span className={styles['size']}>{formatBytes(version.bytes)}</span>
    </div>
  );
}

/** What does not go, said because people fear it might. */
function Stays({ part, folder }: { part: Part; folder: string | null }) {
  const { whole, latestAfter, versions, artifact } = part;
  const losesLatest = versions.some(({ aliases }) => aliases.includes('latest'));
  return (
    <div className={styles['stays']}>
      {!whole && losesLatest && (
        <PlanLine icon={<IconPinned size={17} aria-hidden />}>
          {latestAfter === null ? `No version of ${artifact} is left.` : `“latest” moves to ${latestAfter}.`}
          {folder !== null && ' What the folder holds then becomes a new version with its next save.'}
        </PlanLine>
      )}
      {(whole || folder !== null) && (
        <PlanLine icon={<IconFolderCheck size={17} aria-hidden />}>
          {folder === null ? 'Your files are not touched.' : <Folder folder={folder} whole={whole} />}
        </PlanLine>
      )}
    </div>
  );
}

function Folder({ folder, whole }: { folder: string; whole: boolean }) {
  return (
    <span className={styles['folder']}>
      <span>The folder itself is never touched{whole ? ', only no longer watched:' : ':'}</span>
      <PathText path={folder} absolute />
    </span>
  );
}
