import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readAwsSettings } from '../../../electron/adapters/aws-profile.ts';

let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'strata-aws-'));
  mkdirSync(path.join(home, '.aws'));
});
afterEach(() => rmSync(home, { recursive: true }));

const write = (name: 'credentials' | 'config', text: string): void => writeFileSync(path.join(home, '.aws', name), text);

it('nobody is told of when there is nothing', async () => {
  expect(await readAwsSettings({}, home)).toEqual({ credentials: null, region: null, endpoint: null, otherWay: null });
});

it('the environment comes before the files', async () => {
  write('credentials', '[default]\naws_access_key_id = FILE\naws_secret_access_key = file\n');
  const environment = { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 'env', AWS_SESSION_TOKEN: 'token', AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL_S3: 'https://minio.example.com/' };
  expect(await readAwsSettings(environment, home)).toEqual({
    credentials: { accessKeyId: 'ENV', secretAccessKey: 'env', sessionToken: 'token' },
    region: 'eu-west-1',
    endpoint: 'https://minio.example.com',
    otherWay: null,
  });
});

it('the profile that is named is taken from both files', async () => {
  write('credentials', '# keys\n[default]\naws_access_key_id=A\naws_secret_access_key=a\n\n[ team ]\r\naws_access_key_id = B\r\naws_secret_access_key = b+/=\r\n');
  write('config', '[default]\nregion = us-west-1\n[profile team]\nregion = eu-north-1 ; the near one\nservices = local\n[services local]\ns3 =\n  endpoint_url = http://127.0.0.1:9000\n');
  expect(await readAwsSettings({}, home)).toMatchObject({ credentials: { accessKeyId: 'A', secretAccessKey: 'a' }, region: 'us-west-1', endpoint: null });
  expect(await readAwsSettings({ AWS_PROFILE: 'team' }, home)).toEqual({
    credentials: { accessKeyId: 'B', secretAccessKey: 'b+/=' },
    region: 'eu-north-1',
    endpoint: 'http://127.0.0.1:9000',
    otherWay: null,
  });
  expect(await readAwsSettings({ AWS_PROFILE: 'nobody' }, home)).toMatchObject({ credentials: null });
});

it('ways to sign in that run programs or ask servers are told and not taken', async () => {
  write('config', '[default]\ncredential_process = /bin/steal\nregion = eu-west-1\n');
  expect(await readAwsSettings({}, home)).toEqual({ credentials: null, region: 'eu-west-1', endpoint: null, otherWay: 'credential_process' });
});
