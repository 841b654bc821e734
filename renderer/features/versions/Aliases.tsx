import { ActionIcon, Badge, Menu, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconLock, IconLockOpen, IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { VersionView } from '../../../shared/values.ts';
import { InlineText } from '../../components/InlineText.tsx';
import { useEngineAway } from '../../lib/engine-away.ts';
import { aliasRefusal } from '../../lib/naming.ts';
import { aliasDragType } from './alias-drag.ts';
import styles from './Chips.module.css';
import { useVersions, useVersionsApi } from './context.ts';
import { movableAliases } from './selectors.ts';

interface Props {
  version: VersionView;
  /** The input for a new alias is open. */
  adding: boolean;
  setAdding: (adding: boolean) => void;
}

/** The aliases of a version as chips: add, rename, move here, drag to another version, protect, remove. */
export function Aliases({ version, adding, setAdding }: Props) {
  const store = useVersionsApi();
  const [renaming, setRenaming] = useState<string | null>(null);
  return (
    <div className={styles['root']} role="group" aria-label="Aliases">
      {version.aliases.map((alias) =>
        alias === renaming ? (
          <InlineText
            key={alias}
            label={`New name of ${alias}`}
            initial={alias}
            refuse={(text) => (text === alias ? null : aliasRefusal(text))}
            onDone={(text) => {
              setRenaming(null);
              if (text !== null && text !== alias) void store.getState().renameAlias(version.index, alias, text);
            }}
          />
        ) : (
          <AliasChip
            key={alias}
            alias={alias}
            index={version.index}
            isProtected={version.protectedAliases.includes(alias)}
            onRename={() => setRenaming(alias)}
          />
        ),
      )}
      {adding ? (
        <InlineText
          label="New alias"
          placeholder="Alias"
          refuse={aliasRefusal}
          onDone={(text) => {
            setAdding(false);
            if (text !== null) void store.getState().addAlias(version.index, text);
          }}
        />
      ) : (
        <AddAlias index={version.index} onAdd={() => setAdding(true)} />
      )}
    </div>
  );
}

interface ChipProps {
  alias: string;
  index: number;
  isProtected: boolean;
  onRename: () => void;
}

function AliasChip({ alias, index, isProtected, onRename }: ChipProps) {
  const store = useVersionsApi();
  if (alias === 'latest') {
    return (
      <Badge
        variant="light"
        size="lg"
        className={styles['locked']}
        leftSection={<IconLock size={12} />}
        data-testid="alias-chip"
        data-alias={alias}
        title="Strata moves this alias itself"
      >
        latest
      </Badge>
    );
  }
  return (
    <Menu shadow="md" width={190} position="bottom-start">
      <Menu.Target>
        <UnstyledButton
          className={styles['chip']}
          draggable={!isProtected}
          data-testid="alias-chip"
          data-alias={alias}
          data-protected={isProtected}
          aria-label={isProtected ? `Protected alias ${alias}` : `Alias ${alias}`}
          title={isProtected ? 'Protected: it stays here, and its version cannot be deleted' : 'Drag it to another version to move it'}
          onDragStart={(event) => {
            event.dataTransfer.setData(aliasDragType, alias);
            event.dataTransfer.effectAllowed = 'move';
          }}
        >
          {isProtected && <IconLock size={12} aria-hidden />}
          <span className={styles['word']}>{alias}</span>
          <IconChevronDown size={12} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={isProtected ? <IconLockOpen size={14} /> : <IconLock size={14} />}
          onClick={() => void store.getState().protectAlias(index, alias, !isProtected)}
        >
          {isProtected ? 'Unprotect' : 'Protect'}
        </Menu.Item>
        <Menu.Divider />
        {isProtected && <Menu.Label>Unprotect it first</Menu.Label>}
        <Menu.Item disabled={isProtected} onClick={onRename}>
          Rename…
        </Menu.Item>
        <Menu.Item color="red" disabled={isProtected} onClick={() => void store.getState().dropAlias(index, alias)}>
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Adds a new alias, or moves one that is at another version. */
function AddAlias({ index, onAdd }: { index: number; onAdd: () => void }) {
  const shown = useVersions((state) => state.shown);
  const store = useVersionsApi();
  const away = useEngineAway() !== null;
  const elsewhere = useMemo(() => movableAliases(shown).filter((other) => other.index !== index), [shown, index]);
  if (elsewhere.length === 0) {
    return (
      <ActionIcon variant="subtle" color="gray" aria-label="Add alias" disabled={away} onClick={onAdd}>
        <IconPlus size={16} />
      </ActionIcon>
    );
  }
  return (
    <Menu shadow="md" width={230} position="bottom-start">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="Add alias" disabled={away}>
          <IconPlus size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah={320} className={styles['menu']}>
        <Menu.Item onClick={onAdd}>New alias…</Menu.Item>
        <Menu.Divider />
        <Menu.Label>Move alias here</Menu.Label>
        {elsewhere.map(({ alias, index: from }) => (
          <Menu.Item
            key={alias}
            rightSection={<span className={styles['from']}>from v{from}</span>}
            onClick={() => void store.getState().addAlias(index, alias)}
          >
            {alias}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
