// W2: four files of 1 GB that do not compress and have nothing in common, the same on every run.
import { createCipheriv } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';

const blockBytes = 4 << 20;

/** @param {string} root @param {number} scale 1: four times 1 GB */
export function makeModels(root, scale) {
  const bytes = Math.round(1e9 * scale);
  mkdirSync(root, { recursive: true });
  for (let model = 0; model < 4; model++) {
    const stream = createCipheriv('aes-128-ctr', Buffer.alloc(16, 20 + model), Buffer.alloc(16));
    const zeros = Buffer.alloc(blockBytes);
    const fd = openSync(path.join(root, `model${model}.bin`), 'w');
    for (let at = 0; at < bytes; at += blockBytes) writeSync(fd, stream.update(zeros.subarray(0, Math.min(blockBytes, bytes - at))));
    closeSync(fd);
  }
  return { bytes: 4 * bytes };
}
