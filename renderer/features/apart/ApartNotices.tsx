import { Button } from '@mantine/core';
import { IconFolderSymlink, IconNumbers } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { FolderApartView, RenumberedView } from '../../../shared/apart-values.ts';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import styles from './Apart.module.css';
import { useApart, useApartApi } from './context.ts';
import { UndecidedNotice } from './UndecidedNotice.tsx';
import { folderWords, isBehind, renumberedWords } from './words.ts';

/** What others did at the same time, and what can be done about it. Nothing where there is nothing. */
export function ApartNotices({ artifact, onRestore }: { artifact: string; onRestore: (ref: string) => void }) {
  const { undecided, renumbered, folder } = useApart((state) => state);
  const isOpen = useApart((state) => state.artifact === artifact);
  if (!isOpen || (undecided.length === 0 && renumbered.length === 0 && folder === null)) return null;
  return (
    <section className={styles['root']} aria-label="From your team" data-testid="apart">
      {folder !== null && <FolderNotice folder={folder} onRestore={onRestore} />}
      {undecided.map((one) => (
        <UndecidedNotice key={one.kind === 'alias' ? `alias:${one.alias}` : `${one.ref}:${one.field}`} one={one} />
      ))}
      {renumbered.length > 0 && <RenumberedNotice renumbered={renumbered} />}
    </section>
  );
}

function FolderNotice({ folder, onRestore }: { folder: FolderApartView; onRestore: (ref: string) => void }) {
  const store = useApartApi();
  const needsEngine = useNeedsEngine();
  const { there, by } = folder;
  return (
    <Notice icon={<IconFolderSymlink size={18} stroke={1.7} aria-hidden className={styles['icon']} />} kind="folder" title={by} words={folderWords(folder)}>
      {isBehind(folder) ? (
        <Button size="compact-sm" {...needsEngine(() => onRestore(there))}>
          Bring the folder to {there}
        </Button>
      ) : (
        <Button size="compact-sm" {...needsEngine(() => void store.getState().openSides())}>
          See both sides
        </Button>
      )}
      <Button size="compact-sm" variant="default" {...needsEngine(() => void store.getState().keepMine())}>
        {isBehind(folder) ? 'Leave it as it is' : 'Keep mine'}
      </Button>
    </Notice>
  );
}

/** So many are told one by one. */
const mostTold = 3;

function RenumberedNotice({ renumbered }: { renumbered: readonly RenumberedView[] }) {
  const store = useApartApi();
  const needsEngine = useNeedsEngine();
  const more = renumbered.length - mostTold;
  return (
    <Notice
      icon={<IconNumbers size={18} stroke={1.7} aria-hidden className={styles['icon']} />}
      kind="renumbered"
      words={
        <>
          {renumbered.slice(0, mostTold).map((one) => (
            <div key={one.from} title={one.by}>
              {renumberedWords(one)}
            </div>
          ))}
          {more > 0 && <div>And {more} more of yours have other numbers.</div>}
        </>
      }
    >
      <Button size="compact-sm" variant="default" {...needsEngine(() => void store.getState().sawRenumbered())}>
        Got it
      </Button>
    </Notice>
  );
}

function Notice({ icon, kind, title, words, children }: { icon: ReactNode; kind: string; title?: string; words: ReactNode; children: ReactNode }) {
  return (
    <div className={styles['notice']} role="status" data-testid="apart-notice" data-kind={kind}>
      {icon}
      <div className={styles['words']} title={title}>
        {words}
      </div>
      <div className={styles['actions']}>{children}</div>
    </div>
  );
}

