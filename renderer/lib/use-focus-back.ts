import { useLayoutEffect, useRef } from 'react';

/**
 * Gives the keyboard back to where it was before a dialog opened. The dialog does so itself, but not when it is closed
 * before it has taken the focus: then the focus would be nowhere. Call the result when the dialog has gone.
 */
export function useFocusBack(opened: boolean): () => void {
  const from = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (opened) from.current = document.activeElement;
  }, [opened]);
  return () => {
    const isNowhere = document.activeElement === null || document.activeElement === document.body;
    if (isNowhere && from.current instanceof HTMLElement) from.current.focus({ preventScroll: true });
  };
}
