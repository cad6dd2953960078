import { describe, expect, it } from 'vitest';
import { createEventIds } from './create-event-ids.js';

describe('createEventIds', () => {
  it('should give the time and the random part of a ULID', () => {
    const next = createEventIds({ now: () => 32 ** 9 + 31, random: () => 0.5 });
    expect(next()).toBe('100000000ZGGGGGGGGGGGGGGGG');
    expect(next()).toBe('100000000ZGGGGGGGGGGGGGGGH');
  });

  it('should sort in the order they were given, also when the clock stands still or goes back', () => {
    const times = [5, 5, 5, 3, 9, 9];
    const next = createEventIds({ now: () => times.shift() ?? 9, random: () => 0.5 });
    const ids = Array.from({ length: 6 }, next);
    expect(new Set(ids).size).toBe(6);
    expect(ids).toEqual([...ids].sort());
    for (const id of ids) expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });
});
