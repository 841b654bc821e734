import { createPublicKey, createVerify, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { json, type Answer } from './gcs-answer.ts';
import type { GcsOperation } from './gcs-faults.ts';
import { ApiRefusal } from './gcs-refusal.ts';

export type GcsPermission =
  | 'storage.buckets.create'
  | 'storage.buckets.delete'
  | 'storage.buckets.get'
  | 'storage.buckets.list'
  | 'storage.buckets.update'
  | 'storage.objects.create'
  | 'storage.objects.delete'
  | 'storage.objects.get'
  | 'storage.objects.list'
  | 'storage.objects.update';

const allPermissions: readonly GcsPermission[] = [
  'storage.buckets.create',
  'storage.buckets.delete',
  'storage.buckets.get',
  'storage.buckets.list',
  'storage.buckets.update',
  'storage.objects.create',
  'storage.objects.delete',
  'storage.objects.get',
  'storage.objects.list',
  'storage.objects.update',
];

/** Who may do what, and the token endpoint of service accounts. */
export class GcsAccess {
  /** What a caller with a token, or without one, may do. */
  readonly permissions = new Set<GcsPermission>(allPermissions);
  /** Public keys of service accounts, by their address. */
  readonly accounts = new Map<string, string>();
  readonly tokens = new Set<string>();
  private readonly isAsked: boolean;

  /** `isAsked`: whether one must show who one is; otherwise everybody may do what is permitted. */
  constructor(isAsked: boolean) {
    this.isAsked = isAsked;
  }

  /** `replaces`: something lies there already, which a put takes away. */
  authorize(operation: GcsOperation, request: IncomingMessage, replaces: boolean): void {
    const needed = permissionOf(operation);
    // Whoever has the address of an upload needs nothing else.
    if (needed === null && operation !== 'permissions') return;
    const bearer = request.headers.authorization?.replace(/^Bearer /, '') ?? null;
    if (this.isAsked && bearer !== null && !this.tokens.has(bearer)) throw new ApiRefusal(401, 'authError', 'Invalid Credentials');
    const isLetIn = bearer !== null || !this.isAsked;
    const lacking = [needed, replaces ? ('storage.objects.delete' as const) : null].find((one) => one !== null && !(isLetIn && this.permissions.has(one)));
    if (lacking === undefined || lacking === null) return;
    const who = bearer === null ? 'Anonymous caller' : 'member@team.iam.gserviceaccount.com';
    const message = `${who} does not have ${lacking} access to the Google Cloud Storage object. Permission '${lacking}' denied on resource (or it may not exist).`;
    throw !isLetIn ? new ApiRefusal(401, 'required', message) : new ApiRefusal(403, 'forbidden', message);
  }

  /** Signed assertions of service accounts become tokens, as RFC 7523 says and Google words its refusals. `now`: ms. */
  token(body: Buffer, now: number): Answer {
    const refused = (description: string): Answer => json(400, { error: 'invalid_grant', error_description: description });
    const assertion = new URLSearchParams(body.toString()).get('assertion') ?? '';
    const [head = '', claims = '', signature = ''] = assertion.split('.');
    const { iss, iat, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { iss: string; iat: number; exp: number };
    const publicKey = this.accounts.get(iss);
    if (publicKey === undefined) return refused('Invalid grant: account not found');
    const proven = createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(createPublicKey(publicKey), signature, 'base64url');
    if (!proven) return refused('Invalid JWT Signature.');
    const seconds = now / 1000;
    if (iat > seconds + 300 || exp < seconds || exp - iat > 3_600) {
      return refused('Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.');
    }
    const token = `token-${randomBytes(12).toString('hex')}`;
    this.tokens.add(token);
    return json(200, { access_token: token, expires_in: 3_599, token_type: 'Bearer' });
  }
}

function permissionOf(operation: GcsOperation): GcsPermission | null {
  switch (operation) {
    case 'bucket':
      return 'storage.buckets.get';
    case 'list-buckets':
      return 'storage.buckets.list';
    case 'insert-bucket':
      return 'storage.buckets.create';
    case 'patch-bucket':
      return 'storage.buckets.update';
    case 'delete-bucket':
      return 'storage.buckets.delete';
    case 'list':
      return 'storage.objects.list';
    case 'stat':
    case 'read':
      return 'storage.objects.get';
    case 'insert':
    case 'start':
    case 'compose':
    case 'copy':
      return 'storage.objects.create';
    case 'patch':
      return 'storage.objects.update';
    case 'delete':
      return 'storage.objects.delete';
    case 'permissions':
    case 'chunk':
    case 'status':
    case 'cancel':
    case 'token':
      return null;
  }
}
