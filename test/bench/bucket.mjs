import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { bytesIn, filesIn } from './ground.mjs';
import { createFigures } from './measure.mjs';
import { row } from './row.mjs';

/** Bytes of an object when bytes are sent or fetched plainly. */
const objectBytes = 32 * 1024 * 1024;

/**
 * W1 pushed to a bucket and cloned from it, over a server of Cloud Storage on this computer in a process of its own; beside it the same number of bytes, as
 * objects of 32 MB one after the other over one connection. @param {import('./ground.mjs').Ground} ground
 */
export async function measureBucket(ground) {
  const { work } = await ground.smallFiles(ground.scale);
  const figures = createFigures();
  for (let round = 0; round < ground.fewRounds; round++) {
    const server = await startServer();
    try {
      await measureRound(ground, server, work, round, figures);
    } finally {
      server.stop();
    }
  }
  return { figures: figures.all, rows: rowsOf(figures) };
}

/**
 * @param {import('./ground.mjs').Ground} ground @param {Awaited<ReturnType<typeof startServer>>} server
 * @param {string} work @param {number} round @param {ReturnType<typeof createFigures>} figures
 */
async function measureRound({ at, strata, remove }, server, work, round, figures) {
  const [ada, bob, cleo] = ['ada', 'bob', 'cleo'].map((name) => at(`${name}-${round}`));
  const note = async (/** @type {string} */ name, /** @type {number} */ ms) => {
    const { requests, received, sent } = await server.counts();
    for (const [what, value] of Object.entries({ ms, requests, received, sent })) figures.note(`${name}: ${what}`, value);
    return { received, sent };
  };
  strata(ada, 'track', work, '--name', 'w1');
  for (const home of [ada, bob, cleo]) strata(home, 'remote', 'add', 'team', 'gs://team/shared', '--endpoint', server.endpoint);
  await server.counts();
  const { received } = await note('push', strata(ada, 'push', 'w1'));
  figures.note('plain upload', await sendPlainly(server.endpoint, received, round));
  await server.counts();
  await note('clone: history', strata(bob, 'clone', 'team', 'w1', '--no-content'));
  await note('clone', strata(cleo, 'clone', 'team', 'w1', at(`cloned-${round}`)));
  figures.note('plain download', await fetchPlainly(server.endpoint, received, round));
  await server.counts();
  appendFileSync(/** @type {string} */ (filesIn(work)[0]), `round ${round}\n`);
  strata(ada, 'snapshot', 'w1');
  await note('push of a change', strata(ada, 'push', 'w1'));
  figures.note('files', bytesIn(work));
  for (const name of [ada, bob, cleo, at(`cloned-${round}`)]) remove(name);
}

/** @param {ReturnType<typeof createFigures>} figures @returns {import('./row.mjs').Row[]} */
function rowsOf({ median }) {
  const named = (/** @type {string} */ name) => ({ name, value: median(name) });
  const time = (/** @type {string} */ name) => /** @type {const} */ ({ what: name, own: median(`${name}: ms`), unit: 'ms' });
  const requests = (/** @type {string} */ name) => /** @type {const} */ ({ what: '  its requests', own: median(`${name}: requests`), unit: 'count' });
  const bytes = (/** @type {string} */ name, /** @type {string} */ way) => /** @type {const} */ ({ what: '  its bytes', own: median(`${name}: ${way}`), unit: 'bytes' });
  return [
    // Four fifths of the speed of plain bytes.
    row({ ...time('push'), beside: named('plain upload'), mostTimes: 1.25 }),
    row({ ...requests('push'), most: 300 }),
    row(bytes('push', 'received')),
    row(time('push of a change')),
    row({ ...requests('push of a change'), most: 12 }),
    row({ ...bytes('push of a change', 'received'), most: 200e3 }),
    row(time('clone: history')),
    row(requests('clone: history')),
    row(bytes('clone: history', 'sent')),
    row({ ...time('clone'), beside: named('plain download') }),
    row(requests('clone')),
    row(bytes('clone', 'sent')),
  ];
}

async function startServer() {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'gcs-server.ts')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const endpoint = String((await lines.next()).value);
  return {
    endpoint,
    /** Since it was asked last. @returns {Promise<{ requests: number, received: number, sent: number }>} */
    async counts() {
      child.stdin.write('\n');
      return JSON.parse(String((await lines.next()).value));
    },
    stop: () => void child.kill(),
  };
}

/** Puts so many bytes as objects, one after the other; ms. @param {string} endpoint @param {number} bytes @param {number} round */
function sendPlainly(endpoint, bytes, round) {
  const block = Buffer.alloc(objectBytes, 'what is sent is not looked at by anybody');
  return oneByOne(endpoint, bytes, (agent, number, length) =>
    asked(agent, `${endpoint}/upload/storage/v1/b/plain/o?uploadType=media&name=${round}-${number}`, { method: 'POST', headers: { 'Content-Length': length } }, block.subarray(0, length)),
  );
}

/** Gets what was put so. @param {string} endpoint @param {number} bytes @param {number} round */
function fetchPlainly(endpoint, bytes, round) {
  return oneByOne(endpoint, bytes, (agent, number) => asked(agent, `${endpoint}/storage/v1/b/plain/o/${round}-${number}?alt=media`, { method: 'GET' }, null));
}

/** @param {string} endpoint @param {number} bytes @param {(agent: http.Agent, number: number, length: number) => Promise<void>} move */
async function oneByOne(endpoint, bytes, move) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const began = performance.now();
  for (let number = 0; number * objectBytes < bytes; number++) await move(agent, number, Math.min(objectBytes, bytes - number * objectBytes));
  agent.destroy();
  return performance.now() - began;
}

/** @param {http.Agent} agent @param {string} url @param {http.RequestOptions} options @param {Uint8Array | null} body @returns {Promise<void>} */
function asked(agent, url, options, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { ...options, agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} was answered with ${response.statusCode}`));
      response.resume().on('end', resolve).on('error', reject);
    });
    request.on('error', reject).end(body ?? undefined);
  });
}
