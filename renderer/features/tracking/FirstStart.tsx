import { Button, Text, Title } from '@mantine/core';
import { IconFolderPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { StrataMark } from '../../components/StrataMark.tsx';
import { KeyHint } from '../../components/KeyHint.tsx';
import styles from './FirstStart.module.css';

const steps = [
  { title: 'Drop a folder', text: 'Its present state is stored at once as v0.' },
  { title: 'Keep working', text: 'Every save becomes a new version. Only what changed costs space.' },
  { title: 'Go back any time', text: 'See what changed, and restore a file, a folder or everything.' },
];

interface Props {
  onChooseFolder: () => void;
  /** What is shown while a first baseline is being stored. */
  progress: ReactNode;
  beginning: boolean;
}

/** The very first view: a big target for a folder, and what happens then. */
export function FirstStart({ onChooseFolder, progress, beginning }: Props) {
  return (
    <div className={styles['root']}>
      <div className={styles['target']}>
        <StrataMark size={64} />
        <Title order={1} size="h2">
          {beginning ? 'Storing the first version' : 'Drop a folder here'}
        </Title>
        <Text c="dimmed" className={styles['lead']}>
          {beginning
            ? 'Everything that is in the folder now becomes v0. You can keep working in it.'
            : 'From then on every save becomes a version, and any version comes back.'}
        </Text>
        {beginning ? (
          progress
        ) : (
          <div className={styles['choose']}>
            <Button size="md" leftSection={<IconFolderPlus size={20} />} onClick={onChooseFolder}>
              Choose folder…
            </Button>
            <KeyHint keys="mod+O" />
          </div>
        )}
      </div>
      <ol className={styles['steps']}>
        {steps.map(({ title, text }, index) => (
          <li key={title} className={styles['step']}>
            <span className={styles['number']} aria-hidden>
              {index + 1}
            </span>
            <div>
              <Text fw={600} size="sm">
                {title}
              </Text>
              <Text c="dimmed" size="sm">
                {text}
              </Text>
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}
