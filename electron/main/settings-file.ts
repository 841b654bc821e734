import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() }).optional(),
  maximized: z.boolean().default(false),
  toldAboutTray: z.boolean().default(false),
});
export type Settings = z.infer<typeof settingsSchema>;

/** What the window remembers between two starts. Losing it loses nothing but comfort, so it never stops a start. */
export class SettingsFile {
  readonly #file: string;
  #settings: Settings;

  constructor(folder: string) {
    this.#file = path.join(folder, 'window.json');
    this.#settings = read(this.#file);
  }

  get current(): Readonly<Settings> {
    return this.#settings;
  }

  change(part: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...part };
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true });
      writeFileSync(`${this.#file}.new`, JSON.stringify(this.#settings, null, 2));
      renameSync(`${this.#file}.new`, this.#file);
    } catch (error) {
      console.warn(`The window's settings could not be saved: ${String(error)}`);
    }
  }
}

function read(file: string): Settings {
  try {
    return settingsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return settingsSchema.parse({});
  }
}
