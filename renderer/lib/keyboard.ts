/** macOS says ⌘ where others say Ctrl. */
export const isMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.platform);

/** How a key combination is written for people: `mod+O` becomes `Ctrl O` or `⌘ O`. */
export function keyNames(combination: string): string[] {
  return combination.split('+').map((key) => {
    if (key === 'mod') return isMac ? '⌘' : 'Ctrl';
    if (key === 'shift') return isMac ? '⇧' : 'Shift';
    return key;
  });
}

/** True while a dialog or an open menu has the keyboard: single-letter shortcuts rest then. */
export function somethingIsOpen(): boolean {
  return document.querySelector('[aria-modal="true"], [role="menu"]') !== null;
}

/** Moves within a list of `count` rows; null when the key does not move. Rows that cannot be active are skipped. */
export function movedIndex(
  key: string,
  from: number,
  count: number,
  canBeActive: (index: number) => boolean = () => true,
  page = 10,
): number | null {
  const step = stepOf(key, from, count, page);
  if (step === null || count === 0) return null;
  const towards = step.direction;
  let index = Math.min(count - 1, Math.max(0, step.start));
  while (index >= 0 && index < count) {
    if (canBeActive(index)) return index;
    index += towards;
  }
  return firstActive(count, canBeActive, -towards, Math.min(count - 1, Math.max(0, step.start)));
}

function stepOf(key: string, from: number, count: number, page: number): { start: number; direction: number } | null {
  switch (key) {
    case 'ArrowDown':
      return { start: from + 1, direction: from + 1 >= count ? -1 : 1 };
    case 'ArrowUp':
      return { start: from - 1, direction: from - 1 < 0 ? 1 : -1 };
    case 'PageDown':
      return { start: from + page, direction: -1 };
    case 'PageUp':
      return { start: from - page, direction: 1 };
    case 'Home':
      return { start: 0, direction: 1 };
    case 'End':
      return { start: count - 1, direction: -1 };
    default:
      return null;
  }
}

function firstActive(
  count: number,
  canBeActive: (index: number) => boolean,
  direction: number,
  start: number,
): number | null {
  for (let index = start; index >= 0 && index < count; index += direction) {
    if (canBeActive(index)) return index;
  }
  return null;
}
