import type { Database } from 'better-sqlite3';
import { prepareAliases } from './aliases.ts';
import { prepareArtifacts } from './artifacts.ts';
import { prepareChunks } from './chunks.ts';
import { prepareContainers } from './containers.ts';
import { prepareDamagedChunks } from './damaged-chunks.ts';
import { prepareDeletions } from './deletions.ts';
import { prepareFolders } from './folders.ts';
import { prepareLinks } from './links.ts';
import { prepareOperations } from './operations.ts';
import { preparePendingRecords } from './pending-records.ts';
import { prepareProofs } from './proofs.ts';
import { prepareRemoteChunks } from './remote-chunks.ts';
import { prepareRemotes } from './remotes.ts';
import { prepareSeenContents } from './seen-contents.ts';
import { prepareSettings } from './settings.ts';
import { prepareStagingNotes } from './staging-notes.ts';
import { prepareTags } from './tags.ts';
import { prepareVersions } from './versions.ts';

/** The named statements of every table, prepared on one connection. */
export type Tables = ReturnType<typeof prepareTables>;

export function prepareTables(db: Database) {
  return {
    artifacts: prepareArtifacts(db),
    versions: prepareVersions(db),
    aliases: prepareAliases(db),
    tags: prepareTags(db),
    containers: prepareContainers(db),
    chunks: prepareChunks(db),
    damagedChunks: prepareDamagedChunks(db),
    deletions: prepareDeletions(db),
    folders: prepareFolders(db),
    operations: prepareOperations(db),
    stagingNotes: prepareStagingNotes(db),
    pendingRecords: preparePendingRecords(db),
    proofs: prepareProofs(db),
    seenContents: prepareSeenContents(db),
    settings: prepareSettings(db),
    remotes: prepareRemotes(db),
    remoteChunks: prepareRemoteChunks(db),
    links: prepareLinks(db),
  };
}
