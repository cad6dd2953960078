import { InvalidArgumentError } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { reconnectDelay, reconnectRules } from './reconnect-config.js';

describe('reconnectDelay', () => {
  it('should double up to the longest delay, and scatter down to half of it', () => {
    const rules = reconnectRules();
    const longest = [1, 2, 3, 4, 5, 6, 1000].map((failures) =>
      reconnectDelay(rules, failures, () => 1),
    );
    expect(longest).toEqual([250, 500, 1000, 2000, 3000, 3000, 3000]);
    expect(reconnectDelay(rules, 3, () => 0)).toBe(500);
  });

  it.each([0, -1, Number.NaN])('should refuse a time of %s', (silentAfterMs) => {
    expect(() => reconnectRules({ silentAfterMs })).toThrow(InvalidArgumentError);
  });
});
