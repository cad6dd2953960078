import { closeSync, existsSync, openSync, read, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { SLOT_BYTES } from './decoder-protocol.js';

const readBytes = promisify(read);

/** On Linux a folder in memory. */
const SHARED_MEMORY = '/dev/shm';

/** Buffers of one size that closed frames leave for the next ones. */
const MAX_SPARE_BUFFERS = 3;

const openUnlisted = (folder: string): number => {
  const path = join(folder, `ocelli-${randomUUID()}`);
  const fd = openSync(path, 'wx+', 0o600);
  // Gone from the folder at once: nothing is left behind, however the processes end.
  unlinkSync(path);
  return fd;
};

const openShared = (): number => {
  if (!existsSync(SHARED_MEMORY)) return openUnlisted(tmpdir());
  try {
    return openUnlisted(SHARED_MEMORY);
  } catch {
    return openUnlisted(tmpdir());
  }
};

/** The reader's side of the frames that a decoder process stores. Closes itself when nobody needs it any more. */
export class FrameStore {
  readonly fd: number = openShared();
  #users = 1;
  #spare: Uint8Array[] = [];

  /** Somebody holds a slot. */
  hold(): void {
    this.#users += 1;
  }

  /** A holder, or at first the owner, is done. */
  leave(): void {
    this.#users -= 1;
    if (this.#users === 0) closeSync(this.fd);
  }

  /** Copies a slot out. `recycle` gives the bytes back. */
  async read(slot: number, byteLength: number): Promise<Uint8Array> {
    const data = this.#take(byteLength);
    const { bytesRead } = await readBytes(this.fd, data, 0, byteLength, slot * SLOT_BYTES);
    if (bytesRead < byteLength) throw new Error('The decoder process stored too few bytes.');
    return data;
  }

  recycle(data: Uint8Array): void {
    if (this.#spare.length < MAX_SPARE_BUFFERS) this.#spare.push(data);
  }

  #take(byteLength: number): Uint8Array {
    const spare = this.#spare.pop();
    if (spare?.byteLength === byteLength) return spare;
    // Another size: the stream has changed, and the others are as useless.
    this.#spare = [];
    return new Uint8Array(byteLength);
  }
}
