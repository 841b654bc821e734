import { expect, it } from 'vitest';
import { nextHop } from '../../../electron/adapters/source-http-follow.ts';
import { failureOf } from './reading.ts';

const from = new URL('https://example.com/data/cat?token-free=1');
const hop = (location: string): string => nextHop(from.href, from, location).href;

it('a redirect is read against the address that gave it', () => {
  expect(hop('dog')).toBe('https://example.com/data/dog');
  expect(hop('/dog?x=1#part')).toBe('https://example.com/dog?x=1');
  expect(hop('//cdn.example.net/dog')).toBe('https://cdn.example.net/dog');
});

it('nobody is sent from https to http, where anybody on the way could change what comes', async () => {
  const failure = await failureOf((async () => hop('http://example.com/data/cat?X-Amz-Signature=hunter2'))());
  expect(failure).toMatchObject({ code: 'reference.redirects', message: expect.stringContaining('from https to http') as string });
  expect(JSON.stringify([failure.message, failure.data])).not.toContain('hunter2');
  expect(nextHop('http://example.com/', new URL('http://example.com/'), 'https://example.com/cat').href).toBe('https://example.com/cat');
});
