import { randomBytes } from 'node:crypto';
import type { ContainerId } from '../engine/ports/container-store.ts';

export function newContainerId(): ContainerId {
  return randomBytes(16).toString('hex') as ContainerId;
}
