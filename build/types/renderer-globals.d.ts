import type { StrataBridge } from '../../shared/shell.ts';

declare global {
  interface Window {
    /** Given by the preload. */
    readonly strata: StrataBridge;
  }
}
