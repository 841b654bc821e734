import type { EngineEvent } from '../../shared/contract.ts';
import type { EngineState } from '../../shared/shell.ts';
import type { ArtifactView } from '../../shared/values.ts';

/** The little that tray and menu show of the engine. A value: every event gives the next one. */
export interface Summary {
  readonly engine: EngineState['state'];
  readonly allPaused: boolean;
  readonly states: ReadonlyMap<string, ArtifactView['state']>;
}

export const EMPTY_SUMMARY: Summary = { engine: 'starting', allPaused: false, states: new Map() };

export function summarize(artifacts: readonly ArtifactView[], allPaused: boolean): Summary {
  return { engine: 'running', allPaused, states: new Map(artifacts.map(({ name, state }) => [name, state])) };
}

export function withEngineState(summary: Summary, engine: EngineState['state']): Summary {
  return { ...summary, engine };
}

export function withEvent(summary: Summary, event: EngineEvent): Summary {
  switch (event.kind) {
    case 'artifact.tracked':
    case 'artifact.untracked':
    case 'artifact.changed':
    case 'versions.deleted':
    case 'versions.revived':
      return { ...summary, states: new Map(summary.states).set(event.artifact.name, event.artifact.state) };
    case 'artifact.removed':
      return { ...summary, states: new Map([...summary.states].filter(([name]) => name !== event.artifact)) };
    case 'home.pausedChanged':
      return { ...summary, allPaused: event.allPaused };
    default:
      return summary;
  }
}

const ENGINE_LINES: Partial<Record<EngineState['state'], string>> = {
  starting: 'starting…',
  restarting: 'the engine is restarting…',
  failed: 'the engine has stopped',
};

const folders = (count: number) => (count === 1 ? '1 folder' : `${count} folders`);

/** One line for a tooltip. */
export function describeSummary({ engine, allPaused, states }: Summary): string {
  const line = ENGINE_LINES[engine];
  if (line !== undefined) return `Strata: ${line}`;
  const tracked = [...states].filter(([, state]) => state !== 'untracked');
  if (tracked.length === 0) return 'Strata: no folder is tracked yet';
  const problems = tracked.filter(([, state]) => state === 'problem').length;
  if (problems > 0) return `Strata: ${folders(problems)} with a problem`;
  if (allPaused) return 'Strata: paused';
  const busy = tracked.find(([, state]) => state === 'snapshotting' || state === 'restoring');
  return busy ? `Strata: ${busy[1]} ${busy[0]}` : `Strata: watching ${folders(tracked.length)}`;
}
