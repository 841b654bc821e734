import { lastName } from '../lib/format.ts';
import styles from './PathText.module.css';

/** A path that keeps its last name in sight when it is too long; line breaks in names are shown as `⏎`. */
export function PathText({ path, plain = false }: { path: string; plain?: boolean }) {
  const shown = path.replaceAll('\n', '⏎');
  const name = lastName(shown);
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
