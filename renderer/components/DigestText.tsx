import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { useTimeout } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { shortDigest } from '../lib/format.ts';
import styles from './DigestText.module.css';

/** The first characters of a digest; the whole can be copied. */
export function DigestText({ digest, copy }: { digest: string; copy: (text: string) => void }) {
  const [copied, setCopied] = useState(false);
  const { start } = useTimeout(() => setCopied(false), 1500);
  return (
    <Group gap={4} wrap="nowrap" component="span">
      <code className={styles['digest']} title={digest}>
        {shortDigest(digest)}
      </code>
      <Tooltip label={copied ? 'Copied' : 'Copy the digest'}>
        <ActionIcon
          size="xs"
          variant="subtle"
          color="gray"
          aria-label="Copy the digest"
          onClick={() => {
            copy(digest);
            setCopied(true);
            start();
          }}
        >
          {copied ? <IconCheck size={13} /> : <IconCopy size={13} />}
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
