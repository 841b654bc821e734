import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { bytesIn, filesIn } from './ground.mjs';
import { createFigures, rate, ratio, seconds, sized } from './measure.mjs';

/** Bytes of an object when bytes are sent or fetched plainly. */
const objectBytes = 32 * 1024 * 1024;

/**
 * W1 pushed to a bucket and cloned from it, over a server of Cloud Storage on this computer in a process of its own; beside it the same number of bytes, as
 * objects of 32 MB one after the other over one connection. @param {import('./ground.mjs').Ground} ground @param {{ work: string, bytes: number }} workload
 */
export async function measureBucket(ground, { work }) {
  const figures = createFigures();
  for (let round = 0; round < ground.fewRounds; round++) {
    const server = await startServer();
    try {
      await measureRound(ground, server, work, round, figures);
    } finally {
      server.stop();
    }
  }
  return { figures, rows: rowsOf(figures) };
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
  appendFileSync(/** @type {string} */ (filesIn(work).toSorted()[0]), `round ${round}\n`);
  strata(ada, 'snapshot', 'w1');
  await note('push of a change', strata(ada, 'push', 'w1'));
  figures.note('files', bytesIn(work));
  for (const name of [ada, bob, cleo, at(`cloned-${round}`)]) remove(name);
}

/** @param {ReturnType<typeof createFigures>} figures */
function rowsOf(figures) {
  const of = (/** @type {string} */ name) => figures.median(name);
  const push = of('push: received');
  const plain = (/** @type {string} */ name) => `${name} ${seconds(of(name))}, ${rate(push, of(name))}`;
  return [
    ['W1 and a bucket', 'median', 'requests', 'bytes', 'beside', 'speed, ratio', 'wanted'],
    ['push', seconds(of('push: ms')), String(of('push: requests')), sized(push), plain('plain upload'), ratio(of('plain upload'), of('push: ms')), '≤ 300 requests, ≥ 0.80'],
    ['push of one changed file', seconds(of('push of a change: ms')), String(of('push of a change: requests')), sized(of('push of a change: received')), '', '', '≤ 12 requests, ≤ 200 KB'],
    ['clone, history alone', seconds(of('clone: history: ms')), String(of('clone: history: requests')), sized(of('clone: history: sent')), '', '', ''],
    ['clone with contents, files written', seconds(of('clone: ms')), String(of('clone: requests')), sized(of('clone: sent')), plain('plain download'), ratio(of('plain download'), of('clone: ms')), ''],
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
