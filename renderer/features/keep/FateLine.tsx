import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconHourglassLow, IconPin, IconPinFilled, IconShieldCheck } from '@tabler/icons-react';
import type { FateView, VersionView } from '../../../shared/values.ts';
import { absoluteTime, timeAhead } from '../../lib/dates.ts';
import { useEngineAway, useNeedsEngine } from '../../lib/engine-away.ts';
import { timeToLiveWord } from '../../lib/keep-words.ts';
import { useNow } from '../../lib/use-now.ts';
import { useKeep, useKeepApi } from './context.ts';
import styles from './FateLine.module.css';
import { timesToLive } from './times-to-live.ts';

/** Why a version is kept and when it goes, with what a person can say about that. */
export function FateLine({ version }: { version: VersionView }) {
  const fate = useKeep((state) => state.fates[version.ref]);
  const needsEngine = useNeedsEngine();
  const { setPinned } = useKeepApi().getState();
  return (
    <div className={styles['root']} role="group" aria-label="Why it is kept" data-testid="fate">
      {fate !== undefined && <Words fate={fate} />}
      <span className={styles['actions']}>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-pressed={version.pinned}
          leftSection={version.pinned ? <IconPinFilled size={13} /> : <IconPin size={13} />}
          {...needsEngine(() => void setPinned(version.ref, !version.pinned))}
        >
          {version.pinned ? 'Unpin' : 'Pin'}
        </Button>
        <TimeToLive version={version} />
      </span>
    </div>
  );
}

function Words({ fate: { kept, goes } }: { fate: FateView }) {
  const now = useNow();
  return (
    <span className={styles['words']}>
      {kept !== null && (
        <span className={styles['part']}>
          <IconShieldCheck size={15} aria-hidden />
          <span>
            <span className={styles['label']}>Kept.</span> {kept.message}
          </span>
        </span>
      )}
      {goes !== null && (
        <span className={styles['part']} data-going>
          <IconHourglassLow size={15} aria-hidden />
          <span title={absoluteTime(goes.at)}>
            <span className={styles['label']}>Goes {timeAhead(goes.at, now)}.</span> {goes.message}
          </span>
        </span>
      )}
    </span>
  );
}

/** The version's own time to live, or its artifact's. */
function TimeToLive({ version: { ref, timeToLive } }: { version: VersionView }) {
  const away = useEngineAway() !== null;
  const { setTimeToLive } = useKeepApi().getState();
  const choose = (value: string): void => void setTimeToLive(ref, value === 'never' || value === 'inherit' ? value : Number(value));
  return (
    <Menu shadow="md" width={230} position="bottom-end">
      <Menu.Target>
        <Button size="compact-xs" variant="subtle" color="gray" disabled={away} rightSection={<IconChevronDown size={12} />}>
          {timeToLive === 'inherit' ? 'Time to live' : `Lives ${timeToLive === 'never' ? 'for ever' : timeToLiveWord(timeToLive)}`}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>How long {ref} lives</Menu.Label>
        <Menu.RadioGroup value={String(timeToLive)} onChange={choose}>
          <Menu.RadioItem value="inherit" closeMenuOnClick>
            As the artifact says
          </Menu.RadioItem>
          <Menu.RadioItem value="never" closeMenuOnClick>
            For ever
          </Menu.RadioItem>
          {timesToLive(timeToLive).map((seconds) => (
            <Menu.RadioItem key={seconds} value={String(seconds)} closeMenuOnClick>
              {timeToLiveWord(seconds)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
