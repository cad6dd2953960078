import { describe, expect, it } from 'vitest';
import { drawPixels } from '../../data/testing/drawn-pictures.js';
import { createPictureStoreMemory, openPictureStore } from './shared-picture-store.js';

const picture = (seed: number) =>
  ({
    width: 40,
    height: 30,
    levels: [
      { width: 9, height: 7, channels: 3, data: drawPixels(seed, 9, 7) },
      { width: 5, height: 3, channels: 1, data: drawPixels(seed, 5, 1) },
    ],
  }) as const;

describe('openPictureStore', () => {
  it('should give back what it kept, to everyone who shares the memory', () => {
    const memory = createPictureStoreMemory(4, 10_000);
    openPictureStore(memory).set(2, picture(1));
    openPictureStore(memory).set(0, picture(2));
    const other = openPictureStore(structuredClone(memory));
    expect(other.get(2)).toEqual(picture(1));
    expect(other.get(0)).toEqual(picture(2));
    expect(other.get(1)).toBeUndefined();
  });

  it('should keep to its bound, and what it has', () => {
    // Header 9 words, pixels 189 + 15 bytes: 240 bytes each.
    const memory = createPictureStoreMemory(4, 500);
    const store = openPictureStore(memory);
    for (const example of [0, 1, 2, 3]) store.set(example, picture(example));
    expect(memory.pixels.byteLength).toBeLessThanOrEqual(500);
    expect(store.get(0)).toEqual(picture(0));
    expect(store.get(1)).toEqual(picture(1));
    expect([store.get(2), store.get(3)]).toEqual([undefined, undefined]);
  });
});
