import { writevSync } from 'node:fs';
import { AvFault } from './av-fault.js';
import { SLOT_BYTES, SLOT_COUNT, STORE_FD } from './decoder-protocol.js';

/** The writer's side of the stored frames: which slots are free, and how bytes get into them. */
export class SlotWriter {
  readonly #free = Array.from({ length: SLOT_COUNT }, (_, slot) => slot);
  #waiting: (() => void) | undefined;

  /** A slot that the caller may write to, if there is one. */
  take(): number | undefined {
    return this.#free.shift();
  }

  release(slot: number): void {
    this.#free.push(slot);
    this.#waiting?.();
  }

  /** Resolves when a slot is free, or `wake` is called. */
  async freed(): Promise<void> {
    if (this.#free.length > 0) return;
    await new Promise<void>((resolve) => (this.#waiting = resolve));
  }

  wake(): void {
    this.#waiting?.();
  }

  /**
   * Writes planes one after another.
   *
   * @throws AvFault when the frame is larger than a slot, or there is no space left.
   */
  write(slot: number, planes: readonly Uint8Array[]): void {
    const bytes = planes.reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (bytes > SLOT_BYTES) {
      throw new AvFault('too-large', `a frame has ${String(bytes)} bytes`);
    }
    let written = 0;
    try {
      written = writevSync(STORE_FD, planes, slot * SLOT_BYTES);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
    if (written < bytes) throw new AvFault('no-memory', 'there is no space left for its frames');
  }
}
