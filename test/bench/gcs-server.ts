// A Cloud Storage of its own on this computer, for the bench: `node test/bench/gcs-server.ts` prints its address, answers until it is killed, and says after each
// line on its input how many requests came and how many bytes were received and sent since the last.
import { createInterface } from 'node:readline';
import { GcsServer } from '../fakes/gcs-server.ts';

const server = await GcsServer.start();
server.createBucket('team');
server.createBucket('plain');
console.log(server.endpoint);
let before = { requests: 0, received: 0, sent: 0 };
createInterface({ input: process.stdin }).on('line', () => {
  const now = { requests: server.seen.length, received: server.received, sent: server.sent };
  console.log(JSON.stringify({ requests: now.requests - before.requests, received: now.received - before.received, sent: now.sent - before.sent }));
  before = now;
});
