import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';
import type { Shell } from '../../shared/shell.ts';
import { activitiesContext } from '../features/activities/context.ts';
import { apartContext } from '../features/apart/context.ts';
import { artifactsContext } from '../features/artifacts/context.ts';
import { changesContext } from '../features/changes/context.ts';
import { deleteContext } from '../features/delete/context.ts';
import { engineContext, useEngine } from '../features/engine/context.ts';
import { filesContext } from '../features/files/context.ts';
import { keepContext } from '../features/keep/context.ts';
import { operationsContext } from '../features/operations/context.ts';
import { purgeContext } from '../features/purge/context.ts';
import { referencesContext } from '../features/references/context.ts';
import { remotesContext } from '../features/remotes/context.ts';
import { restoreContext } from '../features/restore/context.ts';
import { storageContext } from '../features/storage/context.ts';
import { trackingContext } from '../features/tracking/context.ts';
import { versionsContext } from '../features/versions/context.ts';
import { EngineAwayProvider } from '../lib/engine-away.ts';
import { navigationContext } from './navigation.ts';
import type { Stores } from './stores.ts';
import { cssVariables, theme } from './theme.ts';

const ShellContext = createContext<Shell | null>(null);

/** The main process as the window sees it: dialogs, the file manager, the clipboard. */
export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (shell === null) throw new Error('The shell is not provided.');
  return shell;
}

interface Props {
  stores: Stores;
  shell: Shell;
  children: ReactNode;
}

/** Theme, dialogs, notices, and each feature's own store. */
export function Providers({ stores, shell, children }: Props) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <ShellContext value={shell}>
        <StoreProviders stores={stores}>
          <ModalsProvider modalProps={{ centered: true }}>
            <Notifications position="bottom-right" limit={4} autoClose={5000} zIndex={400} />
            <Away>{children}</Away>
          </ModalsProvider>
        </StoreProviders>
      </ShellContext>
    </MantineProvider>
  );
}

/** Tells every view whether the engine is away. */
function Away({ children }: { children: ReactNode }) {
  const away = useEngine((state) => state.away);
  return <EngineAwayProvider value={away}>{children}</EngineAwayProvider>;
}

function StoreProviders({ stores, children }: { stores: Stores; children: ReactNode }) {
  return (
    <navigationContext.Provider store={stores.navigation}>
      <engineContext.Provider store={stores.engine}>
        <artifactsContext.Provider store={stores.artifacts}>
          <trackingContext.Provider store={stores.tracking}>
            <versionsContext.Provider store={stores.versions}>
              <filesContext.Provider store={stores.files}>
                <changesContext.Provider store={stores.changes}>
                  <restoreContext.Provider store={stores.restore}>
                    <deleteContext.Provider store={stores.delete}>
                      <purgeContext.Provider store={stores.purge}>
                        <activitiesContext.Provider store={stores.activities}>
                          <operationsContext.Provider store={stores.operations}>
                            <storageContext.Provider store={stores.storage}>
                              <keepContext.Provider store={stores.keep}>
                                <remotesContext.Provider store={stores.remotes}>
                                  <referencesContext.Provider store={stores.references}>
                                    <apartContext.Provider store={stores.apart}>{children}</apartContext.Provider>
                                  </referencesContext.Provider>
                                </remotesContext.Provider>
                              </keepContext.Provider>
                            </storageContext.Provider>
                          </operationsContext.Provider>
                        </activitiesContext.Provider>
                      </purgeContext.Provider>
                    </deleteContext.Provider>
                  </restoreContext.Provider>
                </changesContext.Provider>
              </filesContext.Provider>
            </versionsContext.Provider>
          </trackingContext.Provider>
        </artifactsContext.Provider>
      </engineContext.Provider>
    </navigationContext.Provider>
  );
}
