import { Button, CloseButton } from '@mantine/core';
import { IconTag } from '@tabler/icons-react';
import { useState } from 'react';
import type { VersionView } from '../../../shared/values.ts';
import { InlineText } from '../../components/InlineText.tsx';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import { tagRefusal } from '../../lib/naming.ts';
import styles from './Chips.module.css';
import { useVersionsApi } from './context.ts';

/** The tags of a version: add and remove. */
export function Tags({ version }: { version: VersionView }) {
  const [adding, setAdding] = useState(false);
  const store = useVersionsApi();
  const needsEngine = useNeedsEngine();
  return (
    <div className={styles['root']} role="group" aria-label="Tags">
      {version.tags.map((tag) => (
        <span key={tag} className={styles['tag']}>
          <IconTag size={12} aria-hidden />
          <span className={styles['word']}>{tag}</span>
          <CloseButton
            size={18}
            iconSize={12}
            aria-label={`Remove tag ${tag}`}
            onClick={() => void store.getState().dropTag(version.index, tag)}
          />
        </span>
      ))}
      {adding ? (
        <InlineText
          label="New tag"
          placeholder="Tag"
          refuse={tagRefusal}
          onDone={(text) => {
            setAdding(false);
            if (text !== null) void store.getState().addTag(version.index, text);
          }}
        />
      ) : (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={<IconTag size={13} />}
          {...needsEngine(() => setAdding(true))}
        >
          Add tag
        </Button>
      )}
    </div>
  );
}
