import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { decodeImage } from './decode-image.js';
import { ImageDecodeError } from '@ocelli/core/runtime';
import { isSrgbProfile } from './is-srgb-profile.js';

const SHORT = 3;
const LONG = 4;

/** A TIFF of one pixel; `photometric` 0 and 1 gray, 2 RGB, 5 CMYK, 8 Lab. */
const onePixelTiff = (photometric: number, bits: 8 | 16, samples: readonly number[]): Buffer => {
  const pixel = Buffer.alloc((samples.length * bits) / 8);
  samples.forEach((sample, index) => {
    if (bits === 8) pixel.writeUInt8(sample, index);
    else pixel.writeUInt16LE(sample, index * 2);
  });
  const entries = 10;
  const bitsAt = 8 + 2 + entries * 12 + 4;
  const pixelAt = bitsAt + samples.length * 2;
  const bytes = Buffer.alloc(pixelAt + pixel.length);
  bytes.write('II*\0', 'latin1');
  bytes.writeUInt32LE(8, 4);
  bytes.writeUInt16LE(entries, 8);
  const fields: readonly (readonly [number, number, number, number])[] = [
    [256, SHORT, 1, 1], // ImageWidth
    [257, SHORT, 1, 1], // ImageLength
    [258, SHORT, samples.length, samples.length > 2 ? bitsAt : bits], // BitsPerSample
    [259, SHORT, 1, 1], // Compression: none
    [262, SHORT, 1, photometric],
    [273, LONG, 1, pixelAt], // StripOffsets
    [277, SHORT, 1, samples.length], // SamplesPerPixel
    [278, SHORT, 1, 1], // RowsPerStrip
    [279, LONG, 1, pixel.length], // StripByteCounts
    [284, SHORT, 1, 1], // PlanarConfiguration
  ];
  fields.forEach(([tag, type, count, value], index) => {
    const at = 10 + index * 12;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(type, at + 2);
    bytes.writeUInt32LE(count, at + 4);
    bytes.writeUInt32LE(value, at + 8);
  });
  samples.forEach((_, index) => bytes.writeUInt16LE(bits, bitsAt + index * 2));
  pixel.copy(bytes, pixelAt);
  return bytes;
};

/** A profile with nothing in it but its name, as ICC v2 or v4 writes it. */
const profileNamed = (name: string, version: 2 | 4 = 2): Buffer => {
  const tag = Buffer.alloc(28 + name.length * 2);
  if (version === 2) {
    tag.write('desc', 'latin1');
    tag.writeUInt32BE(name.length + 1, 8);
    tag.write(name, 12, 'latin1');
  } else {
    tag.write('mluc', 'latin1');
    tag.writeUInt32BE(1, 8);
    tag.writeUInt32BE(12, 12);
    tag.writeUInt32BE(name.length * 2, 20);
    tag.writeUInt32BE(28, 24);
    Buffer.from(name, 'utf16le').swap16().copy(tag, 28);
  }
  const head = Buffer.alloc(128 + 4 + 12);
  head.writeUInt32BE(1, 128);
  head.write('desc', 132);
  head.writeUInt32BE(head.length, 136);
  head.writeUInt32BE(tag.length, 140);
  return Buffer.concat([head, tag]);
};

let folder: string;
let jpeg: Buffer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ocelli-image-'));
  const create = { width: 64, height: 48, channels: 3, background: '#3080c0' } as const;
  jpeg = await sharp({ create }).jpeg().toBuffer();
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const failure = async (input: unknown): Promise<unknown> => {
  const error = await decodeImage(input as string).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  using next = await decodeImage(jpeg);
  expect(next.width).toBe(64);
  return error;
};

describe('decodeImage, for channels of 16 bits', () => {
  it('should convert CMYK as it does 8 bits', async () => {
    using narrow = await decodeImage(onePixelTiff(5, 8, [64, 10, 0, 30]));
    using wide = await decodeImage(onePixelTiff(5, 16, [64 * 256 + 200, 10 * 256, 99, 30 * 256]));
    expect([...narrow.data]).toEqual([169, 216, 225]);
    expect([...wide.data]).toEqual([...narrow.data]);
  });

  it('should give one channel for gray', async () => {
    using frame = await decodeImage(onePixelTiff(1, 16, [128 * 257]));
    expect([frame.format, ...frame.data]).toEqual(['gray', 128]);
  });
});

describe('decodeImage, for what it cannot read', () => {
  it.each([8, 16] as const)('should refuse Lab of %d bits as unsupported', async (bits) => {
    const error = await failure(onePixelTiff(8, bits, [128, 20, 236]));
    expect(error).toMatchObject({ name: 'ImageDecodeError', reason: 'unsupported' });
  });

  it('should refuse HEIC that calls itself mif1 as unsupported', async () => {
    const head = Buffer.from('\0\0\0\x1cftypmif1\0\0\0\0mif1heicmiaf', 'latin1');
    const error = await failure(Buffer.concat([head, Buffer.alloc(100)]));
    expect(error).toMatchObject({ name: 'ImageDecodeError', reason: 'unsupported' });
  });

  it.each([
    ['a URL', new URL('file:///tmp/x.jpg')],
    ['an ArrayBuffer', new ArrayBuffer(10)],
    ['null', null],
    ['undefined', undefined],
  ])('should refuse %s with InvalidArgumentError', async (_, input) => {
    expect(await failure(input)).toMatchObject({
      name: 'InvalidArgumentError',
      argument: 'input',
    });
  });

  it('should refuse a path with a null byte', async () => {
    expect(await failure('a\0b.jpg')).toMatchObject({
      name: 'ImageDecodeError',
      reason: 'not-found',
    });
  });

  it.skipIf(process.platform === 'win32')(
    'should refuse a pipe, which would keep it waiting (skipped on Windows, which has none)',
    async () => {
      const pipe = join(folder, 'pipe');
      execFileSync('mkfifo', [pipe]);
      expect(await failure(pipe)).toMatchObject({
        name: 'ImageDecodeError',
        reason: 'not-an-image',
      });
    },
  );

  it('should refuse random data behind the signature of every format', async () => {
    const create = { width: 64, height: 48, channels: 3, background: '#3080c0' } as const;
    const random = Buffer.from(
      Uint8Array.from({ length: 4096 }, (_, i) => (i * 2654435761) >>> 24),
    );
    for (const format of ['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif'] as const) {
      const good = await sharp({ create }).toFormat(format).toBuffer();
      const error = await failure(Buffer.concat([good.subarray(0, 16), random]));
      expect(ImageDecodeError.isInstance(error), `${format}: ${String(error)}`).toBe(true);
    }
  });
});

describe('isSrgbProfile', () => {
  it.each([
    ['sRGB IEC61966-2.1', true],
    ['sRGB', true],
    ['GIMP built-in Linear sRGB', false],
    ['sRGB linear', false],
    ['Monitor calibrated to sRGB white', false],
    ['Display P3', false],
  ])('should tell by the name %s', (name, expected) => {
    expect(isSrgbProfile(profileNamed(name))).toBe(expected);
    expect(isSrgbProfile(profileNamed(name, 4))).toBe(expected);
  });

  it('should take a damaged profile for another', () => {
    expect(isSrgbProfile(Buffer.from('sRGB'))).toBe(false);
    expect(isSrgbProfile(profileNamed('sRGB').subarray(0, 150))).toBe(false);
  });
});
