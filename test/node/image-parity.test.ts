import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { decodeImage } from '@ocelli/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PYTHON = '/usr/bin/python3';
const hasPillow = (() => {
  try {
    execFileSync(PYTHON, ['-c', 'import PIL, numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const assets = process.env['OCELLI_ASSETS'] ?? resolve(import.meta.dirname, '../../../shared');
const photoFolder = join(assets, 'data/imagenet-samples');
const photos = existsSync(photoFolder)
  ? readdirSync(photoFolder)
      .filter((name) => name.endsWith('.jpg'))
      .map((name) => join(photoFolder, name))
  : [];

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocelli-parity-'));
  if (!hasPillow) return;
  const script = join(import.meta.dirname, 'image-parity.py');
  execFileSync(PYTHON, [script, folder, ...photos]);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Largest and count of differences between the decoded frame and Pillow's RGB pixels. */
const compare = async (path: string, name: string): Promise<{ largest: number; count: number }> => {
  using frame = await decodeImage(path);
  const reference = readFileSync(join(folder, `${name}.rgb`));
  const channels = frame.format === 'gray' ? 1 : 3;
  expect(frame.data.length * (3 / channels)).toBe(reference.length);
  let largest = 0;
  let count = 0;
  reference.forEach((expected, index) => {
    const actual = frame.data[channels === 1 ? Math.floor(index / 3) : index] ?? 0;
    if (actual !== expected) count++;
    largest = Math.max(largest, Math.abs(actual - expected));
  });
  return { largest, count };
};

describe.skipIf(!hasPillow)(
  'decodeImage against Pillow (skipped without python3 and Pillow)',
  () => {
    it('should give exactly the pixels of Pillow for every kind of file', async () => {
      const kinds = readdirSync(folder).filter((name) => existsSync(join(folder, `${name}.rgb`)));
      expect(kinds.length).toBeGreaterThan(20);
      for (const name of kinds) {
        expect({ name, ...(await compare(join(folder, name), name)) }).toEqual({
          name,
          largest: 0,
          count: 0,
        });
      }
    });

    it.skipIf(photos.length === 0)(
      'should give exactly the pixels of Pillow for real photos (skipped without the sample photos)',
      async () => {
        for (const path of photos) {
          const name = path.slice(photoFolder.length + 1);
          expect({ name, ...(await compare(path, name)) }).toEqual({ name, largest: 0, count: 0 });
        }
      },
    );
  },
);
