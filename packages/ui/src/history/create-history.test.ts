import { describe, expect, it } from 'vitest';
import { createKeptValue } from '../store/kept-value.js';
import { createHistory } from './create-history.js';
import { type HistoryEntry, parseHistory } from './history-entry.js';

const entry = (id: string): HistoryEntry => ({
  id,
  atMs: 1,
  modeId: 'signs',
  label: 'stop',
  score: 0.9,
  source: 'camera',
  thumbnail: 'data:,',
  modelId: 'm',
  modelVersion: '1.0.0',
  executionProvider: 'wasm',
});

const createStorage = (room = Infinity) => {
  const items = new Map<string, string>();
  return {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, text: string) => {
      if (text.length > room) throw new DOMException('full', 'QuotaExceededError');
      items.set(name, text);
    },
  };
};

const open = (storage: ReturnType<typeof createStorage>) =>
  createHistory(createKeptValue(storage, 'events', parseHistory));

describe('createHistory', () => {
  it('should give the newest first, also to the next page', () => {
    const storage = createStorage();
    const history = open(storage);
    history.add(entry('a'));
    history.add(entry('b'));
    expect(history.entries().map(({ id }) => id)).toEqual(['b', 'a']);
    expect(
      open(storage)
        .entries()
        .map(({ id }) => id),
    ).toEqual(['b', 'a']);
  });

  it('should forget everything when it is cleared', () => {
    const storage = createStorage();
    const history = open(storage);
    history.add(entry('a'));
    history.clear();
    expect(history.entries()).toEqual([]);
    expect(open(storage).entries()).toEqual([]);
  });

  it('should keep the newest where there is no room for all', () => {
    const storage = createStorage(3 * JSON.stringify(entry('a')).length);
    const history = open(storage);
    for (const id of ['a', 'b', 'c', 'd']) history.add(entry(id));
    expect(history.entries()).toHaveLength(4);
    expect(
      open(storage)
        .entries()
        .map(({ id }) => id),
    ).toEqual(['d', 'c']);
  });

  it('should pass over what is no event', () => {
    const storage = createStorage();
    storage.setItem('events', JSON.stringify([{ id: 3 }, null, entry('a')]));
    expect(
      open(storage)
        .entries()
        .map(({ id }) => id),
    ).toEqual(['a']);
    storage.setItem('events', '{"no');
    expect(open(storage).entries()).toEqual([]);
  });
});
