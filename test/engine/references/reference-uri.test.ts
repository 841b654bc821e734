import { describe, expect, it } from 'vitest';
import { Failure } from '../../../electron/engine/model/failure.ts';
import { fileUriOf, isPrefixOnly, normalReferenceUri, parseReferenceUri, segmentsOf, shortName } from '../../../electron/engine/model/reference-uri.ts';

function refusal(text: string): Failure {
  try {
    parseReferenceUri(text);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error(`was taken: ${text}`);
}

describe('the URI of a reference', () => {
  it('has one normal form', () => {
    const forms = [
      ['gs://my-bucket/animals', 'gs://my-bucket/animals'],
      ['GS://my-bucket/', 'gs://my-bucket'],
      ['s3://My.Bucket/animals/', 's3://My.Bucket/animals/'],
      ['HTTPS://Example.COM:443', 'https://example.com/'],
      ['https://example.com/a/../b c?x=1#part', 'https://example.com/b%20c?x=1'],
      ['http://bücher.example:8080/ä', 'http://xn--bcher-kva.example:8080/%C3%A4'],
      ['http://[::FFFF:10.0.0.1]/x', 'http://[::ffff:a00:1]/x'],
      ['http://0x7f.1/x', 'http://127.0.0.1/x'],
      ['file:///data/animals', 'file:///data/animals'],
      ['file://localhost/data//a/./b/../c d', 'file:///data/a/c%20d'],
      ['file:///data/..', 'file:///'],
      ['file:///../../etc/passwd', 'file:///etc/passwd'],
      ['file:///c:/Data/x', 'file:///C:/Data/x'],
      ['file:///C%3A/Data/x', 'file:///C:/Data/x'],
      ['file:///100%', 'file:///100%25'],
    ];
    for (const [text, normal] of forms) {
      expect(normalReferenceUri(text as string)).toBe(normal);
      expect(normalReferenceUri(normal as string)).toBe(normal);
    }
  });

  it('keeps the keys of a bucket as they are', () => {
    for (const uri of ['s3://bucket/a b/ä%20#1?x=y', 'gs://bucket/a//b/../c', 's3://bucket//top', 'gs://bucket/line\nbreak ', 's3://bucket/token=x']) {
      expect(normalReferenceUri(uri)).toBe(uri);
    }
    expect(parseReferenceUri('gs://bucket/a//b')).toEqual({ scheme: 'gs', bucket: 'bucket', key: 'a//b' });
  });

  it('never takes a credential, and never repeats one', () => {
    const bearing = [
      'https://anna:hunter2@example.com/x',
      'https://hunter2@example.com/x',
      'https://example.com\\@hunter2@x/',
      's3://AKIAABCDEFGHIJKLMNOP:hunter2@bucket/x',
      'gs://hunter2@bucket/x',
      'file://anna:hunter2@nas/x',
      'https://b.s3.amazonaws.com/x?X-Amz-Credential=A&X-Amz-Signature=hunter2',
      's3://bucket/x?x-amz-signature=hunter2',
      'https://storage.googleapis.com/b/o?X-Goog-Signature=hunter2',
      'https://a.blob.core.windows.net/c/x?sv=2024&sig=hunter2',
      'https://example.com/x?a=1&token=hunter2',
      'https://example.com/x?%74oken=hunter2',
      'https://example.com/x?ACCESS_TOKEN=hunter2#y',
      'https://example.com/x;y?a;password=hunter2',
      'https://example.com/x?key=AIzaSyA-hunter2-hunter2-hunter2-hunter2',
      'https://example.com/x?download=ghp_hunter2hunter2hunter2hunter2',
    ];
    for (const text of bearing) {
      const failure = refusal(text);
      expect([text, failure.code]).toEqual([text, 'reference.credentials']);
      expect(`${failure.message} ${JSON.stringify(failure.data)}`).not.toContain('hunter2');
    }
    expect(normalReferenceUri('https://example.com/x?page=2&tokens=3&v=')).toBe('https://example.com/x?page=2&tokens=3&v=');
  });

  it('says of everything else what is wrong with it', () => {
    const wrong = [
      ['ftp://example.com/x', '"ftp" is no kind of place'],
      ['C:\\data\\animals', 'it must begin with gs://'],
      ['animals', 'it must begin with gs://'],
      ['', 'it must begin with gs://'],
      ['gs://', '"" is no name of a bucket'],
      ['gs://Team/x', '"Team" is no name of a bucket'],
      ['s3://a..b/x', '"a..b" is no name of a bucket'],
      ['s3:/bucket/x', 'it must look like s3://bucket/folder'],
      [`gs://bucket/${'x'.repeat(1_025)}`, 'no key has more than 1024 bytes'],
      ['https:///x', 'it is no address of a server'],
      ['https:/example.com/x', 'it is no address of a server'],
      ['http://a b/x', 'it is no address of a server'],
      ['http://999.1.1.1/x', 'it is no address of a server'],
      ['https://example.com/a\nb', 'it has control characters in it'],
      [`https://example.com/${'x'.repeat(8_192)}`, 'it is too long'],
      ['file:data', 'it must look like file:///'],
      ['file://nas/share/x', 'files of other computers ("nas") are not reached'],
      ['file:///a%2Fb', 'no file has a name with an encoded slash'],
      ['file:///a%00b', 'no file has a name with an encoded slash'],
    ];
    for (const [text, why] of wrong) {
      const failure = refusal(text as string);
      expect(failure.code).toBe('reference.uri-invalid');
      expect(failure.message).toContain(why);
    }
  });

  it('is taken apart into decoded segments, and called by the last one', () => {
    expect(segmentsOf(parseReferenceUri('https://example.com/a%20b/c'))).toEqual(['a b', 'c']);
    expect(segmentsOf(parseReferenceUri('s3://bucket/a%20b/'))).toEqual(['a%20b', '']);
    expect(segmentsOf(parseReferenceUri('gs://bucket'))).toEqual([]);
    expect(['gs://bucket', 's3://bucket/a/b/', 'https://example.com/', 'https://example.com/x.tar?v=1', 'file:///data/a%20b'].map((uri) => shortName(parseReferenceUri(uri)))).toEqual([
      'bucket',
      'b',
      'example.com',
      'x.tar',
      'a b',
    ]);
    expect(['gs://bucket', 's3://bucket/a/', 's3://bucket/a', 'file:///a/', 'https://example.com/a/'].map((uri) => isPrefixOnly(parseReferenceUri(uri)))).toEqual([true, true, false, true, false]);
  });

  it('of a path of either kind of system is a file URI', () => {
    expect(fileUriOf('/data/ä b/c#d')).toBe('file:///data/%C3%A4%20b/c%23d');
    expect(fileUriOf('C:\\Data\\x y')).toBe('file:///C:/Data/x%20y');
    expect(fileUriOf('/odd\\name')).toBe('file:///odd%5Cname');
    expect(parseReferenceUri(fileUriOf('C:\\Data\\x y'))).toEqual({ scheme: 'file', path: 'C:/Data/x y' });
  });
});
