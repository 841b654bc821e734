import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { createStoreContext } from '../lib/store-context.tsx';

export type View = 'artifact' | 'history' | 'storage' | 'remotes';

/** Where the window is: which view, and which artifact is open in it. */
export interface Navigation {
  view: View;
  artifact: string | null;
  /** On a narrow window the side bar is a drawer. */
  drawerOpened: boolean;
  shortcutsShown: boolean;

  openArtifact(artifact: string): void;
  /** The open artifact is gone; another takes its place, in whatever view one is. */
  leaveArtifact(next: string | null): void;
  openView(view: View): void;
  setDrawer(opened: boolean): void;
  setShortcuts(shown: boolean): void;
}

export type NavigationStore = StoreApi<Navigation>;

export function createNavigation(): NavigationStore {
  return createStore<Navigation>()((set) => ({
    view: 'artifact',
    artifact: null,
    drawerOpened: false,
    shortcutsShown: false,
    openArtifact: (artifact) => set({ artifact, view: 'artifact', drawerOpened: false }),
    leaveArtifact: (artifact) => set({ artifact }),
    openView: (view) => set({ view, drawerOpened: false }),
    setDrawer: (drawerOpened) => set({ drawerOpened }),
    setShortcuts: (shortcutsShown) => set({ shortcutsShown }),
  }));
}

export const navigationContext = createStoreContext<Navigation>('navigation');
export const useNavigation = navigationContext.use;
export const useNavigationApi = navigationContext.useApi;
