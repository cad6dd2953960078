import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileStamp, isSameStamp, stampOf } from './file-stamp.js';

const IMAGE_NAME = /^[^.].*\.(jpe?g|png|webp|avif|tiff?|gif)$/i;

/** A file that has stopped growing. */
export interface CompleteFile {
  readonly name: string;
  readonly path: string;
  readonly stamp: FileStamp;
}

/**
 * Finds the pictures of a folder that are complete: a file is when two looks at it, some time apart, find the same size
 * and time of change. It remembers what is in the folder, and nothing else.
 */
export class FolderScan {
  readonly #folder: string;
  /** Contents that were handed out, or were there before. */
  readonly #known = new Map<string, FileStamp>();
  /** Contents seen once. */
  readonly #growing = new Map<string, FileStamp | undefined>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Whether another look is due soon. */
  get isWaiting(): boolean {
    return this.#growing.size > 0;
  }

  /** A file may have a new content. */
  notice(name: string): void {
    if (IMAGE_NAME.test(name) && !this.#growing.has(name)) this.#growing.set(name, undefined);
  }

  /** Takes all that is there for known. */
  async skipExisting(): Promise<void> {
    for (const name of await this.#list()) {
      const stamp = await stampOf(join(this.#folder, name));
      if (stamp !== undefined) this.#known.set(name, stamp);
    }
  }

  /** Notices names that are new, and forgets those that are gone. */
  async list(): Promise<void> {
    const names = new Set(await this.#list());
    for (const name of this.#known.keys()) if (!names.has(name)) this.#known.delete(name);
    for (const name of names) if (!this.#known.has(name)) this.notice(name);
  }

  /** Looks at what was noticed: the files that are complete now, oldest first. They are known from here on. */
  async complete(): Promise<readonly CompleteFile[]> {
    const found: CompleteFile[] = [];
    for (const [name, before] of this.#growing) {
      const path = join(this.#folder, name);
      const stamp = await stampOf(path);
      if (stamp === undefined || isSameStamp(stamp, this.#known.get(name))) {
        this.#growing.delete(name);
      } else if (stamp.size > 0 && isSameStamp(stamp, before)) {
        this.#growing.delete(name);
        this.#known.set(name, stamp);
        found.push({ name, path, stamp });
      } else {
        this.#growing.set(name, stamp);
      }
    }
    return found.sort((one, other) => one.stamp.modifiedMs - other.stamp.modifiedMs);
  }

  async #list(): Promise<string[]> {
    return (await readdir(this.#folder)).filter((name) => IMAGE_NAME.test(name));
  }
}
