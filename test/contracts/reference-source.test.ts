import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createReferenceSource } from '../../electron/adapters/reference-source-node.ts';
import { fileUriOf, normalReferenceUri } from '../../electron/engine/model/reference-uri.ts';
import type { ReferenceSource } from '../../electron/engine/ports/reference-source.ts';
import { createHastyClock } from '../fakes/clock-hasty.ts';
import { createSourceInMemory } from '../fakes/reference-source-memory.ts';
import { createMemoryTree } from '../fakes/memory-tree.ts';
import { GcsServer } from '../fakes/gcs-server.ts';
import { S3Server } from '../fakes/s3-server.ts';
import { WebServer } from '../fakes/web-server.ts';
import { describeReferenceSource } from './reference-source.ts';

function openSource(options: Partial<Parameters<typeof createReferenceSource>[0]> = {}): ReferenceSource {
  return createReferenceSource({ clock: createHastyClock(), random: () => 0.5, environment: {}, ...options });
}

for (const keeps of [false, true]) {
  describeReferenceSource(`in memory${keeps ? ', with old generations' : ''}`, () => {
    const source = createSourceInMemory(createMemoryTree());
    if (keeps) source.keepGenerations();
    const uriOf = (name: string): string => `gs://team/data/${name}`;
    return {
      source,
      base: 'gs://team/data',
      permitted: [],
      put: (name, content) => source.put(uriOf(name), content),
      remove: (name) => source.remove(uriOf(name)),
      uriOf,
      lists: true,
      keeps,
      hasFreeNames: true,
      close: () => undefined,
    };
  });
}

describeReferenceSource('in a folder of this computer', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'strata-source-'));
  const base = fileUriOf(root);
  const at = (name: string): string => path.join(root, ...name.split('/'));
  return {
    source: openSource(),
    base,
    permitted: [`${base}/`],
    put: (name, content) => {
      mkdirSync(path.dirname(at(name)), { recursive: true });
      writeFileSync(at(name), content);
    },
    remove: (name) => rmSync(at(name)),
    uriOf: (name) => fileUriOf(at(name)),
    lists: true,
    keeps: false,
    hasFreeNames: false,
    close: () => rmSync(root, { recursive: true }),
  };
});

describeReferenceSource('on a web server', async () => {
  const server = await WebServer.start();
  const base = `${server.origin}/data`;
  const uriOf = (name: string): string => normalReferenceUri(`${base}/${name.split('/').map(encodeURIComponent).join('/')}`);
  const pathOf = (name: string): string => uriOf(name).slice(server.origin.length);
  return {
    source: openSource(),
    base,
    permitted: [server.origin],
    put: (name, content) => server.put(pathOf(name), content),
    remove: (name) => void server.objects.delete(pathOf(name)),
    uriOf,
    lists: false,
    keeps: false,
    hasFreeNames: false,
    close: () => server.stop(),
  };
});

for (const versioning of [false, true]) {
  describeReferenceSource(`in a bucket of Cloud Storage ${versioning ? 'that keeps generations' : 'without old generations'}`, async () => {
    const server = await GcsServer.start({ pageSize: 7 });
    const objects = server.createBucket('team', { versioning });
    const base = 'gs://team/da ta';
    return {
      source: openSource({ gcs: { endpoint: server.endpoint, credentials: { kind: 'anonymous' } } }),
      base,
      permitted: [],
      put: (name, content) => void objects.put(new URLSearchParams(), `da ta/${name}`, content, {}),
      remove: (name) => objects.delete(new URLSearchParams(), `da ta/${name}`),
      uriOf: (name) => `${base}/${name}`,
      lists: true,
      keeps: versioning,
      hasFreeNames: true,
      close: () => server.stop(),
    };
  });

  describeReferenceSource(`in a bucket of S3 ${versioning ? 'that keeps versions' : 'without versions'}`, async () => {
    const server = await S3Server.start();
    server.pageSize = 7;
    server.accounts.push({ accessKeyId: 'AKIATEST', secretAccessKey: 'a/secret+key', sessionToken: 'of/this+session' });
    const objects = server.createBucket('team', { versioning, region: 'eu-central-1' });
    const environment = { AWS_ACCESS_KEY_ID: 'AKIATEST', AWS_SECRET_ACCESS_KEY: 'a/secret+key', AWS_SESSION_TOKEN: 'of/this+session', AWS_ENDPOINT_URL_S3: server.endpoint };
    const base = 's3://team/da ta';
    return {
      source: openSource({ environment }),
      base,
      permitted: [],
      put: (name, content) => void objects.put(`da ta/${name}`, content),
      remove: (name) => objects.delete(`da ta/${name}`),
      uriOf: (name) => `${base}/${name}`,
      lists: true,
      keeps: versioning,
      hasFreeNames: true,
      close: () => server.stop(),
    };
  });
}
