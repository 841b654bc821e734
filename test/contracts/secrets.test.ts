import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { noSecrets } from '../../electron/adapters/secrets-none.ts';
import type { Secrets } from '../../electron/engine/ports/secrets.ts';
import { askParent } from '../../electron/host/parent-secrets.ts';
import type { ParentLink } from '../../electron/host/parent-link.ts';
import { KeyStore, type Seal } from '../../electron/main/key-store.ts';
import type { ContractError } from '../../shared/errors.ts';
import { fromEngineFrame, type FromEngineFrame } from '../../shared/frames.ts';
import { createSecretsInMemory } from '../fakes/secrets-memory.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { describeSecrets } from './secrets.ts';

/** Sealed well enough to see that nothing is written as it is, and by whom it was sealed. */
const sealOf = (user: string, isAvailable = true): Seal => ({
  isAvailable: () => isAvailable,
  close: (text) => Buffer.from([user, ...text].map((part) => `${part}.`).join('')),
  open: (sealed) => {
    const [by, ...letters] = sealed.toString().split('.');
    if (by !== user) throw new Error('sealed by somebody else');
    return letters.join('').replaceAll('\u0000', '.');
  },
});

/** A link to an app whose key store this is; frames go through the same parser as in the app. */
function linkTo(store: KeyStore): { readonly link: ParentLink; readonly heard: FromEngineFrame[]; say(raw: unknown): void } {
  let listener: (raw: unknown) => void = () => undefined;
  const heard: FromEngineFrame[] = [];
  return {
    heard,
    say: (raw) => listener(raw),
    link: {
      connected: true,
      onEnd: () => undefined,
      onFrame: (other) => (listener = other),
      send: async (frame) => {
        const parsed = fromEngineFrame.parse(frame);
        heard.push(parsed);
        if (parsed.type !== 'ask') return;
        const { id, question } = parsed;
        const reply = await store.answer(question).then(
          (value) => ({ type: 'reply', id, ok: true, value }),
          (error: ContractError) => ({ type: 'reply', id, ok: false, error: { code: error.code, message: error.message, data: {} } }),
        );
        listener(reply);
      },
    },
  };
}

function overLink(file: string, seal: Seal): Secrets {
  const { link } = linkTo(new KeyStore(file, seal));
  const asking = askParent(link);
  asking.link.onFrame(() => undefined);
  return asking.secrets;
}

describeSecrets('in memory', () => {
  const secrets = createSecretsInMemory();
  return { secrets, again: () => secrets, written: () => '', close: () => undefined };
});

describeSecrets('of the app, asked over its link', () => {
  const file = path.join(temporaryFolder(), 'window', 'keys.json');
  const open = (): Secrets => overLink(file, { ...sealOf('me'), close: (text) => sealOf('me').close(text.replaceAll('.', '\u0000')) });
  return { secrets: open(), again: open, written: () => (existsSync(file) ? readFileSync(file, 'latin1') : ''), close: () => rmSync(path.dirname(file), { recursive: true, force: true }) };
});

describe('The key store of the app', () => {
  test('lies in a file that only its owner reads', async () => {
    const file = path.join(temporaryFolder(), 'keys.json');
    await overLink(file, sealOf('me')).set('a', 'key');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('has nothing of what another user sealed, or of a file that is damaged', async () => {
    const file = path.join(temporaryFolder(), 'keys.json');
    await overLink(file, sealOf('other')).set('a', 'key');
    expect(await overLink(file, sealOf('me')).get('a')).toBeNull();
    writeFileSync(file, '{"a": 1');
    expect(await overLink(file, sealOf('me')).get('a')).toBeNull();
  });

  test('keeps nothing where the system has none, and says what to do instead', async () => {
    const file = path.join(temporaryFolder(), 'keys.json');
    const secrets = overLink(file, sealOf('me', false));
    expect(await secrets.isAvailable()).toBe(false);
    await expect(secrets.set('a', 'key')).rejects.toMatchObject({ code: 'key-store.unavailable', message: expect.stringContaining('Give the path of the key file instead') });
    expect(existsSync(file)).toBe(false);
    await secrets.remove('a');
    expect(await secrets.get('a')).toBeNull();
  });

  test('lets every other frame through to the engine', () => {
    const { link, say } = linkTo(new KeyStore('/nowhere', sealOf('me')));
    const heard: unknown[] = [];
    askParent(link).link.onFrame((raw) => heard.push(raw));
    say({ type: 'shutdown' });
    say({ type: 'reply', id: 99, ok: true, value: null });
    expect(heard).toEqual([{ type: 'shutdown' }]);
  });
});

describe('An engine without the app', () => {
  test('has no key store, whether it has no parent or none that listens', async () => {
    const { link } = linkTo(new KeyStore('/nowhere', sealOf('me')));
    const { secrets } = askParent({ ...link, connected: false });
    for (const none of [noSecrets, secrets]) {
      expect([await none.isAvailable(), await none.get('a')]).toEqual([false, null]);
      await expect(none.set('a', 'key')).rejects.toMatchObject({ code: 'key-store.unavailable' });
      await none.remove('a');
    }
  });
});
