import { Textarea, UnstyledButton } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import type { VersionView } from '../../../shared/values.ts';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import { keyNames } from '../../lib/keyboard.ts';
import { useVersionsApi } from './context.ts';
import styles from './Description.module.css';

interface Props {
  version: VersionView;
  editing: boolean;
  setEditing: (editing: boolean) => void;
}

/** What a person says about the version. A click edits it; leaving it or Ctrl+Enter saves, Esc does not. */
export function Description({ version, editing, setEditing }: Props) {
  const needsEngine = useNeedsEngine();
  if (editing) return <Editor key={version.index} version={version} onDone={() => setEditing(false)} />;
  const empty = version.description === '';
  return (
    <UnstyledButton
      className={styles['text']}
      data-empty={empty}
      aria-label={empty ? 'Add a description' : 'Edit the description'}
      {...needsEngine(() => setEditing(true))}
    >
      <span className={styles['words']}>{empty ? 'Add a description' : version.description}</span>
      <IconPencil size={14} className={styles['pencil']} aria-hidden />
    </UnstyledButton>
  );
}

function Editor({ version, onDone }: { version: VersionView; onDone: () => void }) {
  const [text, setText] = useState(version.description);
  const store = useVersionsApi();
  function save(): void {
    onDone();
    const trimmed = text.trim();
    if (trimmed !== version.description) void store.getState().describe(version.index, trimmed);
  }
  return (
    <Textarea
      autoFocus
      autosize
      minRows={2}
      maxRows={8}
      aria-label="Description"
      placeholder="What is this version?"
      description={`${keyNames('mod+Enter').join(' ')} or leaving the box saves, Esc does not`}
      inputWrapperOrder={['input', 'description']}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onDone();
        }
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          save();
        }
      }}
    />
  );
}
