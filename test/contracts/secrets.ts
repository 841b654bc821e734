import { describe, expect, onTestFinished, test } from 'vitest';
import type { Secrets } from '../../electron/engine/ports/secrets.ts';

export interface SecretsGround {
  readonly secrets: Secrets;
  /** The same key store as a later start finds it. */
  again(): Secrets;
  /** Everything that was written anywhere. */
  written(): string;
  close(): void | Promise<void>;
}

const key = '{"private_key":"-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBgkq\\n-----END PRIVATE KEY-----\\n"}';

/** The law of a key store. */
export function describeSecrets(what: string, open: () => SecretsGround | Promise<SecretsGround>): void {
  async function ground(): Promise<SecretsGround> {
    const opened = await open();
    onTestFinished(() => opened.close());
    return opened;
  }

  describe(`A key store ${what}`, () => {
    test('gives what was set last, by its name, also later', async () => {
      const { secrets, again } = await ground();
      expect(await secrets.isAvailable()).toBe(true);
      expect(await secrets.get('a')).toBeNull();
      await secrets.set('a', 'first');
      await secrets.set('a', key);
      await secrets.set('b', 'other');
      expect([await secrets.get('a'), await secrets.get('b'), await again().get('a')]).toEqual([key, 'other', key]);
    });

    test('forgets what is removed, once or twice', async () => {
      const { secrets, again } = await ground();
      await secrets.set('a', key);
      await secrets.set('b', 'stays');
      await secrets.remove('a');
      await secrets.remove('a');
      expect([await secrets.get('a'), await again().get('a'), await secrets.get('b')]).toEqual([null, null, 'stays']);
    });

    test('keeps names that mean something to the language', async () => {
      const { secrets } = await ground();
      for (const name of ['__proto__', 'constructor', 'toString']) expect(await secrets.get(name)).toBeNull();
      await secrets.set('constructor', 'text');
      expect(await secrets.get('constructor')).toBe('text');
    });

    test('writes nothing unsealed', async () => {
      const { secrets, written } = await ground();
      await secrets.set('a', key);
      expect(written()).not.toContain('MIIEvQIBADANBgkq');
    });
  });
}
