import { describe, expect, it } from 'vitest';
import { parseSettings } from './settings.js';

describe('parseSettings', () => {
  it('should take over what the user chose', () => {
    const chosen = { language: 'de', theme: 'dark', executionProvider: 'wasm', deviceId: 'a1' };
    expect(parseSettings(chosen)).toEqual(chosen);
  });

  it.each([
    ['no object', 'de'],
    ['null', null],
    ['values of other versions', { language: 'fr', theme: 3, executionProvider: 'webgl' }],
    ['an empty device', { deviceId: '' }],
  ])('should leave out %s', (_, kept) => {
    expect(parseSettings(kept)).toEqual({});
  });
});
