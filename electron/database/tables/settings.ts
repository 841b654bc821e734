import type { Database } from 'better-sqlite3';

export type SettingsTable = ReturnType<typeof prepareSettings>;

export function prepareSettings(db: Database) {
  return {
    get: db.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck(),
    set: db.prepare<[string, string]>('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)'),
  };
}
