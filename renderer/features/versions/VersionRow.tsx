import { Badge } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconEqual, IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { VersionView } from '../../../shared/values.ts';
import { absoluteTime, timeOfDay } from '../../lib/dates.ts';
import { firstLine, formatAdded, formatBytes, formatNumberOf } from '../../lib/format.ts';
import { ChangeCounts } from './ChangeCounts.tsx';
import { OriginIcon } from './OriginIcon.tsx';
import { originWord } from './selectors.ts';
import styles from './Timeline.module.css';

interface Props {
  version: VersionView;
  selected: boolean;
  compared: boolean;
  /** It came while one looked. */
  arrived: boolean;
  /** It was seen coming. */
  onArrived: () => void;
  /** Null while no version is ticked: its box shows only under the pointer. */
  ticked: boolean | null;
  /** Who made it, where that is not always the same; null otherwise. */
  maker: string | null;
  /** A quiet mark of another feature. */
  mark: ReactNode;
}

/** One version of the timeline. */
export function VersionRow({ version, selected, compared, arrived, onArrived, ticked, maker, mark }: Props) {
  const { ref, aliases, protectedAliases, changes, description, identicalTo, problems, origin } = version;
  return (
    <div
      className={styles['row']}
      data-selected={selected}
      data-compared={compared}
      data-arrived={arrived}
      data-ticked={ticked ?? 'off'}
      onAnimationEnd={({ target, currentTarget }) => {
        if (arrived && target === currentTarget) onArrived();
      }}
    >
      <span className={styles['layer']} aria-hidden />
      {/* Seen and pressed only: the row itself says whether it is ticked, and Space ticks it. */}
      <span className={styles['tick']} data-tick data-testid="tick" aria-hidden>
        <span className={styles['box']}>{ticked === true && <IconCheck size={12} stroke={3} />}</span>
      </span>
      <div className={styles['body']}>
        <div className={styles['top']}>
          <span className={styles['ref']}>{ref}</span>
          <span className={styles['aliases']}>
            {aliases.map((alias) => (
              <AliasBadge key={alias} alias={alias} locked={alias === 'latest' || protectedAliases.includes(alias)} />
            ))}
          </span>
          {mark}
          <span className={styles['time']}>
            <Moment at={version.createdAt} />
          </span>
        </div>
        <div className={styles['figures']}>
          <span className={styles['origin']}>
            <OriginIcon origin={origin} />
            {originWord(origin)}
            {maker !== null && (
              <span className={styles['maker']} title={version.actor}>
                by {maker}
              </span>
            )}
          </span>
          <ChangeCounts changes={changes} />
          <span className={styles['size']} title="Size of the version, and what it added to the store">
            {formatBytes(version.bytes)}
            <span className={styles['added']}>{formatAdded(version.addedBytes)}</span>
          </span>
        </div>
        {description !== '' && <div className={styles['description']}>{firstLine(description)}</div>}
        {(identicalTo !== null || problems.length > 0) && (
          <div className={styles['badges']}>
            {identicalTo !== null && (
              <Badge size="sm" variant="light" color="gray" leftSection={<IconEqual size={11} />}>
                identical to v{identicalTo}
              </Badge>
            )}
            {problems.length > 0 && (
              <Badge size="sm" variant="light" color="orange" leftSection={<IconAlertTriangle size={11} />}>
                {formatNumberOf(problems.length, 'problem')}
              </Badge>
            )}
          </div>
        )}
      </div>
    </div>
  );
}

function AliasBadge({ alias, locked }: { alias: string; locked: boolean }) {
  return (
    <Badge
      size="sm"
      variant="light"
      color={alias === 'latest' ? 'strata' : 'depth'}
      maw={130}
      {...(locked ? { leftSection: <IconLock size={10} /> } : {})}
    >
      {alias}
    </Badge>
  );
}

/** The day stands above the row. */
function Moment({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={absoluteTime(at)}>
      {timeOfDay(at)}
    </time>
  );
}
