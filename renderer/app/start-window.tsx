import '@mantine/core/styles.css';
import '@mantine/charts/styles.css';
import '@mantine/notifications/styles.css';
import './global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient } from '../../shared/client.ts';
import { createBridgeTransport, createShell } from '../../shared/shell.ts';
import type { StrataBridge } from '../../shared/shell.ts';
import { App } from './App.tsx';
import { createNoticesOnScreen } from './notices-on-screen.tsx';
import { Providers } from './Providers.tsx';
import { connect, createStores } from './stores.ts';

/** Builds the window on a bridge: the API once, the stores on it, the views on them. */
export function startWindow(root: Element, bridge: StrataBridge): void {
  const client = createClient(createBridgeTransport(bridge));
  const shell = createShell(bridge);
  const api = { client, shell, notices: createNoticesOnScreen() };
  const stores = createStores(api);
  connect(stores, api);
  createRoot(root).render(
    <StrictMode>
      <Providers stores={stores} shell={shell}>
        <App />
      </Providers>
    </StrictMode>,
  );
}
