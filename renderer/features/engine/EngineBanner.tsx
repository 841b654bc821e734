import { Button, Loader } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { useEngine, useEngineApi } from './context.ts';
import styles from './EngineBanner.module.css';

/** Says when the engine is away, and whether something is to be done about it. */
export function EngineBanner() {
  const { state, message } = useEngine((store) => store.engine);
  const store = useEngineApi();
  if (state === 'running' || (state === 'starting' && message === '')) return null;
  const failed = state === 'failed';
  const sentence = failed ? 'The engine has stopped.' : state === 'restarting' ? 'The engine stopped and is being restarted…' : '';
  // While it is restarted the message says the same in other words.
  const reason = state === 'restarting' ? '' : message;
  return (
    <div className={styles['root']} data-failed={failed} data-testid="engine-banner" role={failed ? 'alert' : 'status'}>
      {failed ? <IconAlertTriangle size={18} aria-hidden /> : <Loader size={16} color="currentColor" aria-hidden />}
      <span className={styles['text']}>
        {sentence !== '' && <strong>{sentence}</strong>} {reason}
      </span>
      {failed && (
        <Button
          size="compact-sm"
          variant="white"
          color="dark"
          leftSection={<IconRefresh size={15} />}
          onClick={() => void store.getState().retry()}
        >
          Retry
        </Button>
      )}
    </div>
  );
}
