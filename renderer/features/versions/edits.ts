import type { VersionView } from '../../../shared/values.ts';
import type { JsonValue } from '../../lib/naming.ts';

/**
 * Optimistic edits. The engine's versions are kept as they were told; an edit that has not been answered yet lies over
 * them. Taking an edit back is dropping it, so facts that arrive meanwhile are never lost.
 */
export interface Edit {
  readonly id: number;
  readonly artifact: string;
  /** What one version is under this edit; the same object when the edit does not touch it. */
  readonly apply: (version: VersionView) => VersionView;
}

type Change = Edit['apply'];

const on =
  (index: number, change: Change): Change =>
  (version) =>
    version.index === index ? change(version) : version;

/** `latest` first, then by name, as the engine lists them. */
function sortedAliases(aliases: readonly string[]): string[] {
  return [...new Set(aliases)].toSorted(
    (one, other) => Number(other === 'latest') - Number(one === 'latest') || one.localeCompare(other),
  );
}

/** The alias names this version and no other. */
export function setAlias(index: number, alias: string): Change {
  return (version) => {
    if (version.index === index) return { ...version, aliases: sortedAliases([...version.aliases, alias]) };
    if (!version.aliases.includes(alias)) return version;
    return { ...version, aliases: version.aliases.filter((other) => other !== alias) };
  };
}

export function removeAlias(index: number, alias: string): Change {
  return on(index, (version) => ({ ...version, aliases: version.aliases.filter((other) => other !== alias) }));
}

export function setAliasProtected(index: number, alias: string, isProtected: boolean): Change {
  return on(index, (version) => ({
    ...version,
    protectedAliases: version.aliases.filter((other) => (other === alias ? isProtected : version.protectedAliases.includes(other))),
  }));
}

export function renameAlias(index: number, alias: string, to: string): Change {
  return on(index, (version) => ({
    ...version,
    aliases: sortedAliases(version.aliases.map((other) => (other === alias ? to : other))),
  }));
}

export function addTag(index: number, tag: string): Change {
  return on(index, (version) => ({ ...version, tags: [...new Set([...version.tags, tag])].toSorted() }));
}

export function removeTag(index: number, tag: string): Change {
  return on(index, (version) => ({ ...version, tags: version.tags.filter((other) => other !== tag) }));
}

export function describe(index: number, description: string): Change {
  return on(index, (version) => ({ ...version, description }));
}

export function setMetadata(index: number, set: Record<string, JsonValue>, remove: readonly string[]): Change {
  return on(index, (version) => ({
    ...version,
    metadata: Object.fromEntries(
      Object.entries({ ...version.metadata, ...set }).filter(([key]) => !remove.includes(key) || key in set),
    ),
  }));
}
