import { describe, expect, it } from 'vitest';
import { nameIn, preferredLanguage } from './language.js';

describe('preferredLanguage', () => {
  it.each([
    [['de-AT', 'en'], 'de'],
    [['fr-FR', 'zh-Hans-CN', 'de'], 'zh'],
    [['fr', 'es'], 'en'],
    [[], 'en'],
  ])('should answer %j with %s', (preferred, expected) => {
    expect(preferredLanguage(preferred)).toBe(expected);
  });
});

describe('nameIn', () => {
  it('should fall back to English, then to the id', () => {
    expect(nameIn({ en: 'Stop', de: 'Halt' }, 'de', 'stop')).toBe('Halt');
    expect(nameIn({ en: 'Stop' }, 'zh', 'stop')).toBe('Stop');
    expect(nameIn(undefined, 'zh', 'stop')).toBe('stop');
  });
});
