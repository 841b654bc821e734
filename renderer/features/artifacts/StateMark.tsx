import { IconAlertTriangleFilled, IconCircleDashed, IconPlayerPauseFilled } from '@tabler/icons-react';
import type { ArtifactState, ArtifactView } from '../../../shared/values.ts';
import { useEngineAway } from '../../lib/engine-away.ts';
import { lookOf, stateWhile } from './selectors.ts';
import styles from './StateMark.module.css';

/** The state as a coloured sign; with the word unless it stands elsewhere. */
export function StateMark({ artifact, withWord = true }: { artifact: Pick<ArtifactView, 'state' | 'mode'>; withWord?: boolean }) {
  const state = stateWhile(useEngineAway(), artifact.state);
  const { word, color, busy } = lookOf(state, artifact.mode);
  const tint = { color: `light-dark(var(--mantine-color-${color}-7), var(--mantine-color-${color}-4))` };
  return (
    <span className={styles['root']} data-state={state}>
      <span className={styles['sign']} style={tint} aria-hidden={withWord} {...(withWord ? {} : { title: word })}>
        <Sign state={state} busy={busy} />
      </span>
      {withWord && <span>{word}</span>}
    </span>
  );
}

function Sign({ state, busy }: { state: ArtifactState; busy: boolean }) {
  if (state === 'paused') return <IconPlayerPauseFilled size={11} />;
  if (state === 'problem') return <IconAlertTriangleFilled size={12} />;
  if (state === 'untracked') return <IconCircleDashed size={12} />;
  return <span className={styles['dot']} data-busy={busy} />;
}
