import { describe, expect, it } from 'vitest';
import { isPermitted, mayReach, ownPlaces, placeOf } from '../../../electron/engine/model/reference-place.ts';
import { parseReferenceUri } from '../../../electron/engine/model/reference-uri.ts';

describe('a place that a reference leads to', () => {
  it('is an origin, or the folder of a file; buckets have none', () => {
    const places = ['gs://bucket/a', 's3://bucket', 'http://10.0.0.5:8080/a/b', 'https://example.com/', 'file:///data/animals/cat.jpg', 'file:///passwd'].map((uri) => placeOf(parseReferenceUri(uri)));
    expect(places).toEqual([null, null, 'http://10.0.0.5:8080', 'https://example.com', 'file:///data/animals/', 'file:///']);
  });

  it('permits what lies in it and nothing beside it', () => {
    const own = ownPlaces('file:///data/animals');
    expect(['file:///data/animals', 'file:///data/animals/cat.jpg', 'file:///data/animals2/x', 'file:///data/'].map((uri) => isPermitted(own, uri))).toEqual([true, true, false, false]);
    expect(isPermitted(ownPlaces('http://10.0.0.5/a'), 'http://10.0.0.5')).toBe(true);
    expect(isPermitted(ownPlaces('http://10.0.0.5/a'), 'http://10.0.0.50')).toBe(false);
    expect(isPermitted(ownPlaces('http://10.0.0.5/a'), 'http://10.0.0.5:8080')).toBe(false);
    expect(isPermitted([], 'file:///')).toBe(false);
    expect(ownPlaces('gs://bucket/a')).toEqual([]);
  });

  it('in this network needs a permission, and where clouds keep their keys there is none', () => {
    expect(mayReach('public', false)).toBe('allowed');
    for (const kind of ['loopback', 'private', 'link-local', 'special'] as const) expect([mayReach(kind, false), mayReach(kind, true)]).toEqual(['ask', 'allowed']);
    expect(mayReach('metadata', true)).toBe('never');
  });
});
