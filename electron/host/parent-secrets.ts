import { ContractError } from '../../shared/errors.ts';
import { replyFrame, type KeyQuestion } from '../../shared/frames.ts';
import { noKeyStore, noSecrets } from '../adapters/secrets-none.ts';
import type { Secrets } from '../engine/ports/secrets.ts';
import { linkWithout, type ParentLink } from './parent-link.ts';

type Answer = string | boolean | null;

interface Asked {
  resolve(value: Answer): void;
  reject(error: Error): void;
}

/**
 * The key store of the app that started this process, asked over its link; without such a parent there is none. The returned link is the same
 * without what belongs to these questions.
 */
export function askParent(link: ParentLink): { readonly link: ParentLink; readonly secrets: Secrets } {
  if (!link.connected) return { link, secrets: noSecrets };
  const asked = new Map<number, Asked>();
  let last = 0;

  function settle(raw: unknown): boolean {
    const parsed = replyFrame.safeParse(raw);
    if (!parsed.success) return false;
    const reply = parsed.data;
    const waiting = asked.get(reply.id);
    asked.delete(reply.id);
    if (reply.ok) waiting?.resolve(reply.value);
    else waiting?.reject(reply.error.code === 'key-store.unavailable' ? noKeyStore() : new ContractError(reply.error));
    return true;
  }

  function ask(question: KeyQuestion): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const id = ++last;
      asked.set(id, { resolve, reject });
      void link.send({ type: 'ask', id, question });
    });
  }

  return {
    link: linkWithout(link, settle),
    secrets: {
      isAvailable: async () => (await ask({ about: 'available' })) === true,
      get: async (name) => {
        const text = await ask({ about: 'get', name });
        return typeof text === 'string' ? text : null;
      },
      set: async (name, text) => void (await ask({ about: 'set', name, text })),
      remove: async (name) => void (await ask({ about: 'remove', name })),
    },
  };
}
