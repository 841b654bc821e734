/** What a person can ask for outside the window: the tray, the menu bar and the dock offer the same few things. */
export interface Commands {
  open(): void;
  addFolder(): void;
  setAllPaused(paused: boolean): void;
  quit(): void;
}
