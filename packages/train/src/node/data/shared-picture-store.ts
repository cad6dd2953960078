import type { PictureStore } from '../../data/picture-store.js';
import type { PictureLevel, PreparedPicture } from '../../data/prepared-picture.js';

/** Memory of a store; every thread that is sent it sees the same pictures. */
export interface PictureStoreMemory {
  /** Of each example: where its picture begins, in words from 1; 0 while there is none. */
  readonly table: SharedArrayBuffer;
  /** Words of `pixels` that are taken. */
  readonly used: SharedArrayBuffer;
  readonly pixels: SharedArrayBuffer;
}

const WORD = 4;
const LEVEL_WORDS = 3;

/** Reserves memory; the system hands it out page by page as pictures come in. */
export const createPictureStoreMemory = (
  exampleCount: number,
  byteLength: number,
): PictureStoreMemory => ({
  table: new SharedArrayBuffer(exampleCount * WORD),
  used: new SharedArrayBuffer(WORD),
  pixels: new SharedArrayBuffer(Math.floor(byteLength / WORD) * WORD),
});

class SharedPictureStore implements PictureStore {
  readonly #table: Int32Array;
  readonly #used: Int32Array;
  readonly #words: Int32Array;
  readonly #pixels: SharedArrayBuffer;

  constructor({ table, used, pixels }: PictureStoreMemory) {
    this.#table = new Int32Array(table);
    this.#used = new Int32Array(used);
    this.#words = new Int32Array(pixels);
    this.#pixels = pixels;
  }

  get(example: number): PreparedPicture | undefined {
    const start = Atomics.load(this.#table, example) - 1;
    if (start < 0) return undefined;
    const [width = 0, height = 0, count = 0] = this.#words.subarray(start, start + 3);
    const sizes = this.#words.subarray(start + 3, start + 3 + count * LEVEL_WORDS);
    let offset = (start + 3 + sizes.length) * WORD;
    const levels = Array.from({ length: count }, (_, index): PictureLevel => {
      const at = index * LEVEL_WORDS;
      const [columns = 0, rows = 0, channels = 0] = sizes.subarray(at, at + LEVEL_WORDS);
      const data = new Uint8Array(this.#pixels, offset, columns * rows * channels);
      offset += data.length;
      return { width: columns, height: rows, channels: channels === 1 ? 1 : 3, data };
    });
    return { width, height, levels };
  }

  set(example: number, { width, height, levels }: PreparedPicture): void {
    if (Atomics.load(this.#table, example) !== 0) return;
    const sizes = levels.flatMap((level) => [level.width, level.height, level.channels]);
    const header = [width, height, levels.length, ...sizes];
    const bytes = levels.reduce((sum, { data }) => sum + data.length, 0);
    const start = this.#reserve(header.length + Math.ceil(bytes / WORD));
    if (start === undefined) return;
    this.#words.set(header, start);
    let offset = (start + header.length) * WORD;
    for (const { data } of levels) {
      new Uint8Array(this.#pixels, offset, data.length).set(data);
      offset += data.length;
    }
    // Only now can other threads see it.
    Atomics.store(this.#table, example, start + 1);
  }

  #reserve(words: number): number | undefined {
    for (;;) {
      const start = Atomics.load(this.#used, 0);
      if (start + words > this.#words.length) return undefined;
      if (Atomics.compareExchange(this.#used, 0, start, start + words) === start) return start;
    }
  }
}

/** Opens a store on its memory. A picture that no longer fits is not kept; none is ever replaced. */
export const openPictureStore = (memory: PictureStoreMemory): PictureStore =>
  new SharedPictureStore(memory);
