/** Names of query parameters that carry a secret or a signature: what signed links, keys and tokens are called by those who hand them out. */
const secretNames = new Set([
  'x-amz-signature', 'x-amz-credential', 'x-amz-security-token', 'awsaccesskeyid', 'x-goog-signature', 'x-goog-credential', 'googleaccessid',
  'signature', 'sig', 'sas', 'token', 'access_token', 'accesstoken', 'auth_token', 'authtoken', 'id_token', 'refresh_token', 'private_token', 'auth', 'authorization',
  'api_key', 'apikey', 'api-key', 'x-api-key', 'subscription-key', 'password', 'passwd', 'pwd', 'secret', 'client_secret', 'credential', 'credentials', 'jwt', 'key-pair-id',
  'hdnea', 'hdnts', 'sessionid', 'session_token', '__token__',
]); // prettier-ignore

/** Values that give themselves away, whatever their parameter is called. */
const secretValue = /^(?:AKIA|ASIA)[A-Z0-9]{16}|^AIza[\w-]{30,}|^gh[pousr]_\w{20,}|^github_pat_\w{20,}|^hf_[A-Za-z]{20,}|^ya29\.|^sk-[\w-]{20,}|^glpat-|^eyJ[\w-]+\.[\w-]+\./;

/** Parameters that keys of a bucket are never called after, so that they betray a signed link that was pasted with its scheme changed. */
const signedKey = /[?&](?:X-Amz-(?:Signature|Credential|Security-Token)|X-Goog-(?:Signature|Credential)|AWSAccessKeyId|GoogleAccessId)=/i;

/** The first parameter of a query that carries a credential; null when none does. `search` is what stands behind the question mark. */
export function credentialParameter(search: string): string | null {
  for (const pair of search.split(/[&;]/)) {
    const equals = pair.indexOf('=');
    if (equals < 0) continue;
    const name = decoded(pair.slice(0, equals));
    if (secretNames.has(name.toLowerCase()) || secretValue.test(decoded(pair.slice(equals + 1)))) return name;
  }
  return null;
}

/** Whether what should be a key of a bucket has the signature of a link behind it. */
export function isSignedKey(key: string): boolean {
  return signedKey.test(key);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
