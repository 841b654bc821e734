import { useEffect, useLayoutEffect, useRef } from 'react';

/**
 * Stands inside a dialog and gives the keyboard back to where it was before. The dialog does so itself, but not when it
 * is closed before it has taken the focus: then the focus would go with it and be nowhere. This looks once the dialog
 * has left the page, so no order of timers matters.
 */
export function FocusBack() {
  const from = useRef<Element | null>(null);
  useLayoutEffect(() => {
    from.current ??= document.activeElement;
  }, []);
  useEffect(
    () => () => {
      const isNowhere = document.activeElement === null || document.activeElement === document.body;
      if (isNowhere && from.current instanceof HTMLElement) from.current.focus({ preventScroll: true });
    },
    [],
  );
  return null;
}
