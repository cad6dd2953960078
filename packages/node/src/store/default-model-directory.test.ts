import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { defaultModelDirectory } from './default-model-directory.js';

describe('defaultModelDirectory', () => {
  it('should follow XDG_CACHE_HOME on Linux', () => {
    expect(defaultModelDirectory('linux', { XDG_CACHE_HOME: '/x' }, '/home/a')).toBe(
      join('/x', 'ocelli', 'models'),
    );
  });
  it('should take an empty XDG_CACHE_HOME for unset', () => {
    expect(defaultModelDirectory('linux', { XDG_CACHE_HOME: '' }, '/home/a')).toBe(
      join('/home/a', '.cache', 'ocelli', 'models'),
    );
  });
  it('should use Library/Caches on macOS', () => {
    expect(defaultModelDirectory('darwin', {}, '/Users/a')).toBe(
      join('/Users/a', 'Library', 'Caches', 'ocelli', 'models'),
    );
  });
  it('should use LOCALAPPDATA on Windows', () => {
    expect(defaultModelDirectory('win32', { LOCALAPPDATA: 'C:/L' }, 'C:/a')).toBe(
      join('C:/L', 'ocelli', 'models'),
    );
  });
});
