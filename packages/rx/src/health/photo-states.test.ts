import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFrame } from '@ocelli/core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { measurePicture } from '../picture/measure-picture.js';
import { resolveHealthConfig } from './camera-health-config.js';
import { pictureState } from './health-tracker.js';

const ASSETS =
  process.env['OCELLI_ASSETS'] ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const FOLDERS = [
  'imagenet-samples',
  'blood-cells/val',
  'brain-mri/val',
  'crop-leaves/val',
] as const;
const PER_FOLDER = 16;

const missing = FOLDERS.filter((folder) => !existsSync(join(ASSETS, 'data', folder)));
const reason = missing.length === 0 ? '' : ` (skipped: no ${missing.join(', ')} in ${ASSETS}/data)`;

/** Some photos of a folder and those below it, evenly spread. */
const photosOf = (folder: string): string[] => {
  const files = readdirSync(join(ASSETS, 'data', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(jpe?g|png)$/i.test(name))
    .sort();
  const step = Math.ceil(files.length / PER_FOLDER);
  return files
    .filter((_, index) => index % step === 0)
    .map((name) => join(ASSETS, 'data', folder, name));
};

/** State of a photo as a camera would send it, blurred by a Gaussian of this fraction of its height. */
const stateOf = async (path: string, blur: number): Promise<string> => {
  const photo = sharp(path).removeAlpha().toColourspace('srgb');
  const { height } = await photo.metadata();
  const picture = blur === 0 ? photo : photo.blur(blur * height);
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  const format = info.channels === 1 ? 'gray' : 'rgb';
  const frame = createFrame({ width: info.width, height: info.height, format, data });
  return pictureState(measurePicture(frame), resolveHealthConfig({}), 'ok');
};

const statesOf = async (folder: string, blur: number): Promise<Set<string>> =>
  new Set(await Promise.all(photosOf(folder).map((path) => stateOf(path, blur))));

describe.skipIf(missing.length > 0)(`pictureState of photographs${reason}`, () => {
  it.each(FOLDERS)('should find nothing wrong with %s', async (folder) => {
    expect(await statesOf(folder, 0)).toEqual(new Set(['ok']));
  });

  it('should find photographs blurred that are blurred by 2 % of their height', async () => {
    expect(await statesOf('imagenet-samples', 0.02)).toEqual(new Set(['blurred']));
  });
});
