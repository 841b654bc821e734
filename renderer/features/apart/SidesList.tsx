import { IconCheck } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { SidesRow } from '../../../shared/apart-values.ts';
import { EvenList } from '../../components/EvenList.tsx';
import { PathText } from '../../components/PathText.tsx';
import { useApart, useApartApi } from './context.ts';
import { canBeTaken, changedWords, sideWords } from './sides.ts';
import styles from './SidesList.module.css';

/** px. */
const rowHeight = 34;

/** The paths that somebody changed, with what each side made of them. Space and Enter tick what can be taken. */
export function SidesList({ rows, here, there }: { rows: readonly SidesRow[]; here: string; there: string }) {
  const [active, setActive] = useState(0);
  const ticked = useApart((state) => state.ticked);
  const store = useApartApi();
  const list = useRef<HTMLDivElement>(null);
  // It comes after the dialog when comparing takes a while: the keyboard is somewhere else by then.
  useEffect(() => list.current?.focus({ preventScroll: true }), []);
  const tick = (index: number): void => {
    const row = rows[index];
    if (row !== undefined && canBeTaken(row)) store.getState().tick(row.path);
  };
  return (
    <div className={styles['root']}>
      <div className={styles['head']} aria-hidden>
        <span className={styles['box']} />
        <span className={styles['path']}>Path</span>
        <span className={styles['side']}>{here}</span>
        <span className={styles['side']}>{there}</span>
      </div>
      <div className={styles['list']} style={{ height: `min(${rows.length * rowHeight + 4}px, clamp(110px, 44vh, 420px))` }}>
        <EvenList
          label={`Paths of ${here}, and ${there}`}
          role="listbox"
          firstFocus
          ref={list}
          count={rows.length}
          rowHeight={rowHeight}
          active={active}
          onActive={setActive}
          onEnter={tick}
          onKey={(event, at) => {
            if (event.key !== ' ') return undefined;
            event.preventDefault();
            tick(at);
            return undefined;
          }}
          rowProps={(index) => {
            const row = rows[index];
            if (row === undefined) return {};
            const isTicked = ticked.includes(row.path);
            return {
              'data-testid': 'sides-row',
              'data-path': row.path,
              'data-changed': row.changed,
              'aria-label': `${row.path}: ${changedWords[row.changed].toLowerCase()}; mine ${sideWords(row, 'here')}, theirs ${sideWords(row, 'there')}`,
              ...(canBeTaken(row) ? { 'aria-checked': isTicked, onClick: () => tick(index) } : {}),
            };
          }}
          render={(index) => {
            const row = rows[index];
            return row && <Row row={row} ticked={ticked.includes(row.path)} />;
          }}
        />
      </div>
    </div>
  );
}

function Row({ row, ticked }: { row: SidesRow; ticked: boolean }) {
  return (
    <div className={styles['row']} data-changed={row.changed}>
      <span className={styles['box']} aria-hidden data-can={canBeTaken(row)} data-ticked={ticked}>
        {ticked && <IconCheck size={12} stroke={3} />}
      </span>
      <span className={styles['path']}>
        <PathText path={row.path} />
      </span>
      <span className={styles['side']} data-changed={row.changed !== 'there'}>
        {sideWords(row, 'here')}
      </span>
      <span className={styles['side']} data-changed={row.changed !== 'here'}>
        {sideWords(row, 'there')}
      </span>
    </div>
  );
}
