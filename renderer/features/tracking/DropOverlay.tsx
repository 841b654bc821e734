import { IconFolderDown } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import styles from './DropOverlay.module.css';

interface Props {
  pathForFile: (file: File) => string;
  onDrop: (paths: string[]) => void;
  /** What a drop does now, where it does not start tracking. */
  words?: DropWords;
}

interface DropWords {
  readonly title: string;
  readonly text: string;
}

const trackingWords: DropWords = { title: 'Drop to start tracking', text: 'Its present state becomes v0, and every save after it a new version.' };

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** The whole window takes folders: while one is dragged over it, it says so. */
export function DropOverlay({ pathForFile, onDrop, words = trackingWords }: Props) {
  const over = useFolderDrop(pathForFile, onDrop);
  return (
    <div
      className={styles['root']}
      data-testid="drop-zone"
      data-over={over}
      role="region"
      aria-label="Drop a folder to track it"
      aria-hidden={!over}
    >
      <div className={styles['card']}>
        <IconFolderDown size={52} stroke={1.3} aria-hidden />
        <strong>{words.title}</strong>
        <span>{words.text}</span>
      </div>
    </div>
  );
}

/** True while files are dragged over the window. Enter and leave come for every element: they are counted. */
function useFolderDrop(pathForFile: Props['pathForFile'], onDrop: Props['onDrop']): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const moved = (by: number) => (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = Math.max(0, depth + by);
      setOver(depth > 0);
    };
    const [entered, left] = [moved(1), moved(-1)];
    const hovered = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    };
    const dropped = (event: DragEvent): void => {
      depth = 0;
      setOver(false);
      // Never let the window navigate to what is dropped on it.
      event.preventDefault();
      if (!carriesFiles(event)) return;
      const paths = [...(event.dataTransfer?.files ?? [])].map(pathForFile).filter((path) => path !== '');
      if (paths.length > 0) onDrop(paths);
    };
    window.addEventListener('dragenter', entered);
    window.addEventListener('dragleave', left);
    window.addEventListener('dragover', hovered);
    window.addEventListener('drop', dropped);
    return () => {
      window.removeEventListener('dragenter', entered);
      window.removeEventListener('dragleave', left);
      window.removeEventListener('dragover', hovered);
      window.removeEventListener('drop', dropped);
    };
  }, [pathForFile, onDrop]);
  return over;
}
