import { Button } from '@mantine/core';
import { IconArrowsSplit2 } from '@tabler/icons-react';
import type { UndecidedAliasView, UndecidedEditView, UndecidedView } from '../../../shared/apart-values.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { useNeedsEngine } from '../../lib/engine-away.ts';
import styles from './Apart.module.css';
import { useApartApi } from './context.ts';
import { aliasWords, fieldWords, stateWords, valueWords, whoDid } from './words.ts';

/** An alias or a field that both sides changed to different ends, with both and the choice between them. */
export function UndecidedNotice({ one }: { one: UndecidedView }) {
  const store = useApartApi();
  const needsEngine = useNeedsEngine();
  const refusal = one.kind === 'alias' ? one.refusal : null;
  const what = one.kind === 'alias' ? `“${one.alias}”` : `${fieldWords(one)} of ${one.ref}`;
  return (
    <div className={styles['notice']} role="group" aria-label={`Undecided: ${what}`} data-testid="apart-notice" data-kind={one.kind}>
      <IconArrowsSplit2 size={18} stroke={1.7} aria-hidden className={styles['icon']} />
      <div className={styles['words']} title={one.by?.actor}>
        {one.kind === 'alias' ? aliasWords(one) : <FieldWords one={one} />}{' '}
        {one.by !== null && (
          <span className={styles['note']}>
            <RelativeTime at={one.by.at} />
          </span>
        )}
        {one.kind === 'edit' && <BothValues one={one} />}
        {refusal !== null && <div className={styles['note']}>{refusal}</div>}
      </div>
      <div className={styles['actions']}>
        <Button size="compact-sm" variant="default" {...needsEngine(() => void store.getState().settle(one, 'theirs'))}>
          Keep theirs{sideWords(one, 'theirs')}
        </Button>
        {refusal === null && (
          <Button size="compact-sm" variant="default" {...needsEngine(() => void store.getState().settle(one, 'ours'))}>
            Use mine{sideWords(one, 'ours')}
          </Button>
        )}
      </div>
    </div>
  );
}

function sideWords(one: UndecidedAliasView | UndecidedEditView, side: 'ours' | 'theirs'): string {
  return one.kind === 'alias' ? ` (${stateWords(one[side])})` : '';
}

function FieldWords({ one }: { one: UndecidedEditView }) {
  return (
    <>
      {whoDid(one)} and you both changed <span className={styles['field']}>{fieldWords(one)}</span> of {one.ref}.
    </>
  );
}

function BothValues({ one: { theirs, ours, field } }: { one: UndecidedEditView }) {
  return (
    <dl className={styles['sides']}>
      <div>
        <dt>Theirs: </dt>
        <dd>{valueWords(theirs, field)}</dd>
      </div>
      <div>
        <dt>Mine: </dt>
        <dd>{valueWords(ours, field)}</dd>
      </div>
    </dl>
  );
}
