import { hash32 } from './seeded-random.js';

/** The items in a seeded order. */
export const shuffle = <Item>(items: readonly Item[], seed: number): readonly Item[] =>
  items
    .map((item, index) => ({ item, key: hash32(seed, index, 0x5f) }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
