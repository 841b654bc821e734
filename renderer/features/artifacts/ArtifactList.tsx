import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconFolderOff, IconFolderPlus, IconLinkPlus, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { EmptyState } from '../../components/EmptyState.tsx';
import { FilterInput } from '../../components/FilterInput.tsx';
import { KeyHint } from '../../components/KeyHint.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import { useEngineAway, useNeedsEngine } from '../../lib/engine-away.ts';
import { formatNumberOf } from '../../lib/format.ts';
import styles from './ArtifactList.module.css';
import { ArtifactRow } from './ArtifactRow.tsx';
import { useArtifacts, useArtifactsApi } from './context.ts';
import { listArtifacts, lookOf, stateWhile } from './selectors.ts';

/** The filter shows once there are this many artifacts. */
const many = 8;

interface Props {
  selected: string | null;
  onOpen: (artifact: string) => void;
  onAddFolder: () => void;
  onAddReference: () => void;
}

/** Every artifact, with the footer that adds one and pauses all. */
export function ArtifactList({ selected, onOpen, onAddFolder, onAddReference }: Props) {
  const byName = useArtifacts((state) => state.byName);
  const filter = useArtifacts((state) => state.filter);
  const status = useArtifacts((state) => state.status);
  const store = useArtifactsApi();
  const away = useEngineAway();
  const artifacts = useMemo(() => listArtifacts(byName, filter), [byName, filter]);
  const [active, setActive] = useState<string | null>(null);
  const activeIndex = artifacts.findIndex(({ name }) => name === (active ?? selected));
  const open = (index: number): void => {
    const artifact = artifacts[index];
    if (artifact !== undefined) onOpen(artifact.name);
  };

  return (
    <div className={styles['root']}>
      {Object.keys(byName).length >= many && (
        <div className={styles['filter']}>
          <FilterInput
            label="Filter artifacts"
            placeholder="Filter artifacts"
            value={filter}
            onChange={store.getState().setFilter}
          />
        </div>
      )}
      <div className={styles['list']}>
        {artifacts.length === 0 ? (
          status === 'ready' && <NoArtifacts filter={filter} />
        ) : (
          <VirtualList
            label="Artifacts"
            role="listbox"
            firstFocus
            count={artifacts.length}
            keyOf={(index) => artifacts[index]?.name ?? String(index)}
            estimate={56}
            active={activeIndex}
            onActive={(index) => setActive(artifacts[index]?.name ?? null)}
            onEnter={open}
            rowProps={(index) => {
              const artifact = artifacts[index];
              if (artifact === undefined) return {};
              const state = stateWhile(away, artifact.state);
              return {
                'data-testid': 'artifact-row',
                'data-artifact': artifact.name,
                'data-state': state,
                'aria-selected': artifact.name === selected,
                'aria-label': `${artifact.name}, ${artifact.type}, ${lookOf(state, artifact.mode).word}, ${formatNumberOf(artifact.versions, 'version')}`,
                onClick: () => open(index),
              };
            }}
            render={(index) => {
              const artifact = artifacts[index];
              return artifact && <ArtifactRow artifact={artifact} selected={artifact.name === selected} />;
            }}
          />
        )}
      </div>
      <Footer onAddFolder={onAddFolder} onAddReference={onAddReference} />
    </div>
  );
}

function NoArtifacts({ filter }: { filter: string }) {
  return filter === '' ? (
    <EmptyState icon={<IconFolderPlus size={28} stroke={1.4} />} title="No artifacts yet">
      Drop a folder on this window.
    </EmptyState>
  ) : (
    <EmptyState icon={<IconFolderOff size={28} stroke={1.4} />} title="Nothing found">
      No artifact matches “{filter}”.
    </EmptyState>
  );
}

function AddReferenceHint() {
  return (
    <span className={styles['hint']}>
      Add a reference <KeyHint keys="mod+L" />
    </span>
  );
}

function Footer({ onAddFolder, onAddReference }: Pick<Props, 'onAddFolder' | 'onAddReference'>) {
  const allPaused = useArtifacts((state) => state.allPaused);
  const isEmpty = useArtifacts((state) => Object.keys(state.byName).length === 0);
  const store = useArtifactsApi();
  const needsEngine = useNeedsEngine();
  return (
    <div className={styles['footer']}>
      <div className={styles['add']}>
        <Tooltip label={<KeyHint keys="mod+O" />}>
          <Button size="sm" fullWidth leftSection={<IconFolderPlus size={17} />} {...needsEngine(onAddFolder)}>
            Add folder…
          </Button>
        </Tooltip>
        <Tooltip label={<AddReferenceHint />}>
          <ActionIcon size={36} variant="default" aria-label="Add reference…" {...needsEngine(onAddReference)}>
            <IconLinkPlus size={17} />
          </ActionIcon>
        </Tooltip>
      </div>
      <Button
        size="sm"
        fullWidth
        variant="default"
        disabled={isEmpty}
        leftSection={allPaused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
        {...needsEngine(() => void store.getState().setAllPaused(!allPaused))}
      >
        {allPaused ? 'Resume all' : 'Pause all'}
      </Button>
    </div>
  );
}
