import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { systemCode } from './durable-files.ts';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What this computer's settings say of Amazon and services like it. */
export interface AwsSettings {
  /** Null: one is nobody, whom public buckets let in. */
  readonly credentials: AwsCredentials | null;
  readonly region: string | null;
  /** Another service than Amazon's: `https://minio.example.com`. */
  readonly endpoint: string | null;
  /** How else the profile would sign in, which is not done here: it names programs to run and servers to ask. */
  readonly otherWay: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Section = ReadonlyMap<string, string>;

const otherWays = ['sso_session', 'sso_start_url', 'role_arn', 'credential_process', 'login_session', 'web_identity_token_file'];

/**
 * Amazon's usual chain as far as it is plain: the environment, then the profile (`AWS_PROFILE`, or `default`) of `~/.aws/credentials` and `~/.aws/config`. Read at each call, since
 * keys that last an hour are usual.
 */
export async function readAwsSettings(environment: Environment, home = homedir()): Promise<AwsSettings> {
  const { AWS_SHARED_CREDENTIALS_FILE, AWS_CONFIG_FILE } = environment;
  const profile = environment['AWS_PROFILE'] ?? environment['AWS_DEFAULT_PROFILE'] ?? 'default';
  const credentialSections = await sectionsOf(AWS_SHARED_CREDENTIALS_FILE ?? path.join(home, '.aws', 'credentials'));
  const configSections = await sectionsOf(AWS_CONFIG_FILE ?? path.join(home, '.aws', 'config'));
  const config = configSections.get(profile === 'default' ? 'default' : `profile ${profile}`) ?? configSections.get(profile);
  const shared = credentialSections.get(profile);
  const credentials = fromEnvironment(environment) ?? fromSection(shared) ?? fromSection(config);
  return {
    credentials,
    region: environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? config?.get('region') ?? shared?.get('region') ?? null,
    endpoint: endpointOf(environment, config, configSections),
    otherWay: credentials === null ? (otherWays.find((key) => config?.has(key) === true || shared?.has(key) === true) ?? null) : null,
  };
}

function fromEnvironment({ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN }: Environment): AwsCredentials | null {
  return credentialsOf(AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN);
}

function fromSection(section: Section | undefined): AwsCredentials | null {
  return credentialsOf(section?.get('aws_access_key_id'), section?.get('aws_secret_access_key'), section?.get('aws_session_token'));
}

function credentialsOf(accessKeyId: string | undefined, secretAccessKey: string | undefined, sessionToken: string | undefined): AwsCredentials | null {
  if (accessKeyId === undefined || accessKeyId === '' || secretAccessKey === undefined || secretAccessKey === '') return null;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && sessionToken !== '' && { sessionToken }) };
}

function endpointOf(environment: Environment, config: Section | undefined, sections: ReadonlyMap<string, Section>): string | null {
  if (environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true') return null;
  const service = sections.get(`services ${config?.get('services') ?? ''}`)?.get('s3.endpoint_url');
  const named = environment['AWS_ENDPOINT_URL_S3'] ?? environment['AWS_ENDPOINT_URL'] ?? service ?? config?.get('endpoint_url');
  return named === undefined || named === '' || !/^https?:\/\//.test(named) || !URL.canParse(named) ? null : named.replace(/\/+$/, '');
}

/** The sections of an ini file as Amazon's tools write it; what is indented below a key without a value is named `key.name`. None when there is no such file. */
async function sectionsOf(file: string): Promise<ReadonlyMap<string, Section>> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | null = null;
  let outer = '';
  for (const line of (await textOf(file)).split(/\r?\n/)) {
    const title = /^\s*\[\s*([^\]]*?)\s*\]/.exec(line)?.[1]?.replace(/\s+/g, ' ');
    const [, indent, key, value] = /^(\s*)([\w.-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (title !== undefined) {
      section = sections.get(title) ?? new Map<string, string>();
      sections.set(title, section);
      outer = '';
    } else if (section !== null && key !== undefined && value !== undefined) {
      if (indent === '') outer = key;
      section.set(indent === '' || outer === '' ? key.toLowerCase() : `${outer}.${key}`.toLowerCase(), value.replace(/\s[#;].*$/, ''));
    }
  }
  return sections;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = systemCode(error);
    if (code !== null) return '';
    throw error;
  }
}
