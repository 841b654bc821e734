import { IconFolderDown } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { referenceUriIn } from '../../lib/reference-uris.ts';
import styles from './DropOverlay.module.css';

interface Props {
  pathForFile: (file: File) => string;
  onDrop: (paths: string[]) => void;
  /** Takes a URI that came from a browser. */
  onDropUri: (uri: string) => void;
  /** What a drop does now, where it does not start tracking. */
  words?: DropWords;
}

interface DropWords {
  readonly title: string;
  readonly text: string;
}

const referenceWords: DropWords = { title: 'Drop to refer to it', text: 'What lies there stays where it is; its names, sizes and identities become a version.' };
const trackingWords: DropWords = { title: 'Drop to start tracking', text: 'Its present state becomes v0, and every save after it a new version.' };

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
const carriesUri = (event: DragEvent): boolean => !carriesFiles(event) && (event.dataTransfer?.types.includes('text/uri-list') ?? false);

/** The whole window takes folders and URIs: while one is dragged over it, it says so. */
export function DropOverlay({ pathForFile, onDrop, onDropUri, words = trackingWords }: Props) {
  const dragged = useDrop(pathForFile, onDrop, onDropUri);
  const over = dragged !== null;
  const { title, text } = dragged === 'uri' ? referenceWords : words;
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
        <strong>{title}</strong>
        <span>{text}</span>
      </div>
    </div>
  );
}

/** What is dragged over the window. Enter and leave come for every element: they are counted. */
function useDrop(pathForFile: Props['pathForFile'], onDrop: Props['onDrop'], onDropUri: Props['onDropUri']): 'files' | 'uri' | null {
  const [over, setOver] = useState<'files' | 'uri' | null>(null);
  useEffect(() => {
    let depth = 0;
    const carried = (event: DragEvent): 'files' | 'uri' | null => (carriesFiles(event) ? 'files' : carriesUri(event) ? 'uri' : null);
    const moved = (by: number) => (event: DragEvent) => {
      const what = carried(event);
      if (what === null) return;
      event.preventDefault();
      depth = Math.max(0, depth + by);
      setOver(depth > 0 ? what : null);
    };
    const [entered, left] = [moved(1), moved(-1)];
    const hovered = (event: DragEvent): void => {
      if (carried(event) === null) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = carriesUri(event) ? 'link' : 'copy';
    };
    const dropped = (event: DragEvent): void => {
      depth = 0;
      setOver(null);
      // Never let the window navigate to what is dropped on it.
      event.preventDefault();
      if (carriesUri(event)) {
        const uri = referenceUriIn(event.dataTransfer?.getData('text/uri-list') ?? '');
        if (uri !== null) onDropUri(uri);
        return;
      }
      const paths = [...(event.dataTransfer?.files ?? [])].map(pathForFile).filter((path) => path !== '');
      if (carriesFiles(event) && paths.length > 0) onDrop(paths);
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
  }, [pathForFile, onDrop, onDropUri]);
  return over;
}
