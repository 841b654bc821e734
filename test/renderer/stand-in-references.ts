import type { EngineEvent, MethodName, ParsedParams, Result } from '../../shared/contract.ts';
import type { ReferencesView } from '../../shared/reference-values.ts';
import type { ArtifactView, VersionView } from '../../shared/values.ts';

type ReferenceMethod = Extract<MethodName, `reference.${string}` | 'version.wandbContents'>;
type ReferenceHandlers = { [M in ReferenceMethod]: (params: ParsedParams<M>) => Result<M> };

/** References whose sources never change. */
export function standInReferences(
  emit: (event: EngineEvent) => void,
  find: (artifact: string) => { readonly artifact: ArtifactView; readonly version: VersionView },
): ReferenceHandlers {
  const known = new Map<string, ReferencesView>();
  const of = (artifact: string): ReferencesView => known.get(artifact) ?? { references: [], everyMs: null, lastScan: null, permissions: [] };
  function change(artifact: string, changed: Partial<ReferencesView>): ReferencesView {
    known.set(artifact, { ...of(artifact), ...changed });
    emit({ kind: 'references.changed', artifact });
    return of(artifact);
  }
  return {
    'reference.list': ({ artifact }) => of(artifact),
    'reference.add': ({ artifact, uri, path = '', checksum }) => {
      change(artifact, { references: [...of(artifact).references, { uri, path, checksum, addedAt: 0 }] });
      return { ...find(artifact), created: true, problems: [] };
    },
    'reference.remove': ({ artifact, uri }) => {
      change(artifact, { references: of(artifact).references.filter((one) => one.uri !== uri) });
      return { ...find(artifact), created: true };
    },
    'reference.scan': ({ artifact }) => ({ version: find(artifact).version, created: false, problems: [] }),
    'reference.setSchedule': ({ artifact, everyMs }) => change(artifact, { everyMs }),
    'reference.permit': ({ artifact, origin, allowed }) => {
      const others = of(artifact).permissions.filter((one) => one !== origin);
      return change(artifact, { permissions: allowed ? [...others, origin] : others });
    },
    'reference.check': ({ ref }) => ({
      ref,
      counts: { intact: 0, changed: 0, missing: 0, recoverable: 0, unchecked: 0, unreachable: 0 },
      changed: [],
      missing: [],
      recoverable: [],
      unreachable: [],
      places: [],
    }),
    'reference.fetch': ({ artifact }) => ({ version: find(artifact).version, created: false, files: 0, bytes: 0, problems: [] }),
    'version.wandbContents': () => ({ contents: {}, next: null }),
  };
}
