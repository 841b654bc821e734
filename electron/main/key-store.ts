import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ContractError } from '../../shared/errors.ts';
import type { KeyQuestion } from '../../shared/frames.ts';

/** How texts are sealed so that only this user of this computer can open them. */
export interface Seal {
  /** Whether there is a key store behind it that deserves the name. */
  isAvailable(): boolean;
  close(text: string): Buffer;
  /** Throws for what was sealed elsewhere. */
  open(sealed: Buffer): string;
}

/** Name → sealed text in base64. */
const fileSchema = z.record(z.string(), z.string());

/** Sealed texts by name, in a file that only its owner reads; the key to it is the system's. */
export class KeyStore {
  readonly #file: string;
  readonly #seal: Seal;

  constructor(file: string, seal: Seal) {
    this.#file = file;
    this.#seal = seal;
  }

  /** Rejects with ContractError `key-store.unavailable` when a text cannot be sealed. No error holds a text. */
  async answer(question: KeyQuestion): Promise<string | boolean | null> {
    switch (question.about) {
      case 'available':
        return this.#seal.isAvailable();
      case 'get':
        return this.#get(question.name);
      case 'set':
        this.#set(question.name, question.text);
        return null;
      case 'remove':
        this.#remove(question.name);
        return null;
    }
  }

  #get(name: string): string | null {
    const sealed = this.#read()[name];
    if (sealed === undefined || !this.#seal.isAvailable()) return null;
    try {
      return this.#seal.open(Buffer.from(sealed, 'base64'));
    } catch {
      // Sealed by another user or on another computer: as if it had never been there.
      return null;
    }
  }

  #set(name: string, text: string): void {
    if (!this.#seal.isAvailable()) throw new ContractError({ code: 'key-store.unavailable', message: 'This system offers no key store.' });
    this.#write({ ...this.#read(), [name]: this.#seal.close(text).toString('base64') });
  }

  #remove(name: string): void {
    const { [name]: gone, ...others } = this.#read();
    if (gone !== undefined) this.#write(others);
  }

  #read(): Readonly<Record<string, string>> {
    try {
      return fileSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code !== 'ENOENT') throw error;
      return {};
    }
  }

  #write(sealed: Readonly<Record<string, string>>): void {
    mkdirSync(path.dirname(this.#file), { recursive: true });
    const fd = openSync(`${this.#file}.new`, 'w', 0o600);
    try {
      writeSync(fd, JSON.stringify(sealed, null, 2));
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(`${this.#file}.new`, this.#file);
  }
}
