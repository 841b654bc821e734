import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { json, type Answer } from './gcs-answer.ts';
import type { GcsFault, GcsOperation } from './gcs-faults.ts';
import type { GcsObjects, ObjectMetadata, StoredObject } from './gcs-objects.ts';
import { ApiRefusal } from './gcs-refusal.ts';
import { contentRangeOf, nameOf, saidSumsOf } from './gcs-requests.ts';

interface Session {
  readonly objects: GcsObjects;
  readonly query: URLSearchParams;
  readonly name: string;
  readonly metadata: ObjectMetadata;
  /** Bytes in all, where its beginning said so. */
  readonly announced: number | null;
  readonly parts: Buffer[];
  had: number;
  done: StoredObject | null;
}

/** Bytes are kept in multiples of this until the last ones come. */
const quarter = 256 * 1024;

/** Resumable uploads. Whoever has the address of one needs nothing else to go on with it. */
export class GcsUploads {
  private readonly sessions = new Map<string, Session>();

  get unfinished(): number {
    return [...this.sessions.values()].filter(({ done }) => done === null).length;
  }

  forget(): void {
    this.sessions.clear();
  }

  begin(endpoint: string, objects: GcsObjects, query: URLSearchParams, request: IncomingMessage, metadata: ObjectMetadata): Answer {
    const contentType = request.headers['x-upload-content-type'];
    const announced = request.headers['x-upload-content-length'];
    const id = randomBytes(24).toString('base64url');
    const said = { ...(typeof contentType === 'string' && { contentType }), ...metadata };
    const name = nameOf(query, metadata);
    this.sessions.set(id, { objects, query, name, metadata: said, announced: typeof announced === 'string' ? Number(announced) : null, parts: [], had: 0, done: null });
    const where = `${endpoint}/upload/storage/v1/b/${encodeURIComponent(objects.bucket)}/o?uploadType=resumable&name=${encodeURIComponent(name)}&upload_id=${id}`;
    return { status: 200, headers: { Location: where, 'X-GUploader-UploadID': id } };
  }

  /** The beginning of a chunk whose connection broke: what came of it counts. */
  keepBeginning(id: string, request: IncomingMessage, bytes: Buffer): void {
    const session = this.sessions.get(id);
    const start = /^bytes (\d+)-/.exec(request.headers['content-range'] ?? '')?.[1];
    if (session === undefined || session.done !== null || start === undefined || Number(start) > session.had || Number(start) + bytes.length <= session.had) return;
    take(session, Number(start), null, bytes, null);
  }

  goOn(operation: GcsOperation, id: string, request: IncomingMessage, body: Buffer, fault: GcsFault | null): Answer {
    const session = this.sessions.get(id);
    if (session === undefined) throw new ApiRefusal(404, 'notFound', 'Not Found');
    if (operation === 'cancel') {
      this.sessions.delete(id);
      return { status: 499 };
    }
    const { objects } = session;
    if (session.done !== null) return json(200, objects.resource(session.done));
    const { start, total } = contentRangeOf(request.headers['content-range'], body.length);
    if (total !== null && session.announced !== null && total !== session.announced) throw new ApiRefusal(400, 'invalid', 'The upload has another size than was announced.');
    if (start !== null) take(session, start, total, body, fault);
    if (total === null || session.had < total) return { status: 308, headers: session.had > 0 ? { Range: `bytes=0-${session.had - 1}` } : {} };
    try {
      session.done = objects.put(session.query, session.name, Buffer.concat(session.parts.splice(0)), { ...session.metadata, ...saidSumsOf(request) });
    } catch (error) {
      this.sessions.delete(id);
      throw error;
    }
    return json(200, objects.resource(session.done));
  }
}

function take(session: Session, start: number, total: number | null, body: Buffer, fault: GcsFault | null): void {
  if (start > session.had) throw new ApiRefusal(503, 'backendError', 'The uploaded range does not begin where the upload ended.');
  // What came before is not believed again.
  const fresh = body.subarray(session.had - start);
  const isLast = total !== null && start + body.length === total;
  const kept = fault?.kind === 'short-chunk' ? fresh.subarray(0, fault.bytes) : fresh;
  const whole = isLast ? kept.length : kept.length - (kept.length % quarter);
  session.parts.push(Buffer.from(kept.subarray(0, whole)));
  session.had += whole;
}
