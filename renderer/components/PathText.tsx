import { folderName, lastName } from '../lib/format.ts';
import styles from './PathText.module.css';

interface Props {
  path: string;
  /** A path of the computer's own, which on Windows has backslashes; else an entry's, which only `/` divides. */
  absolute?: boolean;
  plain?: boolean;
}

/** A path that keeps its last name in sight when it is too long; line breaks in names are shown as `⏎`. */
export function PathText({ path, absolute = false, plain = false }: Props) {
  const shown = path.replaceAll('\n', '⏎');
  const name = absolute ? folderName(shown) : lastName(shown);
  const folder = shown.slice(0, shown.length - name.length);
  return (
    <span className={styles['root']} title={path}>
      {folder !== '' && (
        <span className={styles['folder']} {...(plain ? { style: { color: 'inherit' } } : {})}>
          {folder}
        </span>
      )}
      <span className={styles['name']}>{name}</span>
    </span>
  );
}
