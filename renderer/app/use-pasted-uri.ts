import { useEffect } from 'react';
import { referenceUriIn } from '../lib/reference-uris.ts';

/** A URI that is pasted anywhere but into a text box is one to refer to. */
export function usePastedUri(take: (uri: string) => void): void {
  useEffect(() => {
    function paste(event: ClipboardEvent): void {
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable="true"]') !== null) return;
      const uri = referenceUriIn(event.clipboardData?.getData('text/plain') ?? '');
      if (uri !== null) take(uri);
    }
    window.addEventListener('paste', paste);
    return () => window.removeEventListener('paste', paste);
  }, [take]);
}
