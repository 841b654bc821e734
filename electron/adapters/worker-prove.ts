import type { ProofPart, ProvenPart } from '../engine/ports/proving.ts';
import type { WorkerGround } from './worker-capture.ts';
import type { StorePlace } from './worker-messages.ts';

export interface ProvePartRequest {
  readonly kind: 'prove';
  readonly store: StorePlace;
  readonly part: ProofPart;
}

export interface ProveCatalogRequest {
  readonly kind: 'prove.catalog';
  readonly catalogPath: string;
}

export type ProveRequest = ProvePartRequest | ProveCatalogRequest;

export function answerProve(request: ProveRequest, ground: WorkerGround): ProvenPart | readonly string[] {
  ground.checkClosing();
  if (request.kind === 'prove.catalog') return ground.proveCatalog(request.catalogPath);
  return ground.openStore(request.store).prove(request.part);
}
