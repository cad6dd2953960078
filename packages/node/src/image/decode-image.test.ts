import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { decodeImage } from './decode-image.js';
import { ImageDecodeError, type ImageDecodeReason } from '@ocelli/core/runtime';

const WIDTH = 53;
const HEIGHT = 37;
const pixels = Uint8Array.from(
  { length: WIDTH * HEIGHT * 3 },
  (_, i) => (i * 7919 + (i >> 5)) % 256,
);
const raw = { raw: { width: WIDTH, height: HEIGHT, channels: 3 as const } };

/** A PNG whose header promises a size that its data does not hold. */
const pngHeader = (width: number, height: number): Buffer => {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length, 0);
    body.copy(framed, 4);
    let crc = 0xffffffff;
    for (const byte of body) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
    framed.writeUInt32BE(~crc >>> 0, framed.length - 4);
    return framed;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

/** One gray pixel stored as a 32-bit float. */
const floatTiff = (): Buffer => {
  const entries = [
    [256, 3, 1, 1], // ImageWidth
    [257, 3, 1, 1], // ImageLength
    [258, 3, 1, 32], // BitsPerSample
    [259, 3, 1, 1], // Compression: none
    [262, 3, 1, 1], // PhotometricInterpretation: black is zero
    [273, 4, 1, 8], // StripOffsets
    [277, 3, 1, 1], // SamplesPerPixel
    [278, 3, 1, 1], // RowsPerStrip
    [279, 4, 1, 4], // StripByteCounts
    [339, 3, 1, 3], // SampleFormat: floating point
  ];
  const bytes = Buffer.alloc(12 + 2 + entries.length * 12 + 4);
  bytes.write('II*\0', 'latin1');
  bytes.writeUInt32LE(12, 4);
  bytes.writeFloatLE(0.5, 8);
  bytes.writeUInt16LE(entries.length, 12);
  entries.forEach(([tag = 0, type = 0, count = 0, value = 0], index) => {
    const at = 14 + index * 12;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(type, at + 2);
    bytes.writeUInt32LE(count, at + 4);
    bytes.writeUInt32LE(value, at + 8);
  });
  return bytes;
};

let folder: string;
let png: Buffer;
let jpeg: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocelli-image-'));
  png = await sharp(pixels, raw).png().toBuffer();
  jpeg = await sharp(pixels, raw).jpeg({ quality: 95 }).toBuffer();
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const failure = async (input: string | Uint8Array): Promise<ImageDecodeError> => {
  const error: unknown = await decodeImage(input).catch((thrown: unknown) => thrown);
  if (!ImageDecodeError.isInstance(error)) throw new Error(`unexpected: ${String(error)}`);
  return error;
};

/** Every failure must leave the next call working. */
const expectFailure = async (
  input: string | Uint8Array,
  reason: ImageDecodeReason,
): Promise<void> => {
  const error = await failure(input);
  expect(error.reason).toBe(reason);
  expect(error.source).toBe(typeof input === 'string' ? input : 'buffer');
  expect(error.remedy).not.toBe('');
  using next = await decodeImage(png);
  expect(next.width).toBe(WIDTH);
};

describe('decodeImage', () => {
  it('should give the stored pixels of a lossless buffer', async () => {
    using frame = await decodeImage(png);
    expect(frame).toMatchObject({ width: WIDTH, height: HEIGHT, format: 'rgb', orientation: 1 });
    expect(Buffer.from(frame.data).equals(Buffer.from(pixels))).toBe(true);
  });

  it('should give the same pixels for a path as for its bytes', async () => {
    const path = join(folder, 'photo.jpg');
    await writeFile(path, jpeg);
    using fromPath = await decodeImage(path);
    using fromBytes = await decodeImage(jpeg);
    expect(Buffer.from(fromPath.data).equals(Buffer.from(fromBytes.data))).toBe(true);
  });

  it.each(['webp', 'avif', 'tiff', 'gif'] as const)('should decode %s', async (format) => {
    const bytes = await sharp(pixels, raw).toFormat(format).toBuffer();
    using frame = await decodeImage(bytes);
    expect([frame.width, frame.height, frame.format]).toEqual([WIDTH, HEIGHT, 'rgb']);
  });

  it('should decode a picture of one pixel', async () => {
    const bytes = await sharp({
      create: { width: 1, height: 1, channels: 3, background: '#0a141e' },
    })
      .png()
      .toBuffer();
    using frame = await decodeImage(bytes);
    expect([frame.width, frame.height, ...frame.data]).toEqual([1, 1, 10, 20, 30]);
  });

  it('should give one channel for gray pictures', async () => {
    const gray = pixels.subarray(0, WIDTH * HEIGHT);
    const bytes = await sharp(gray, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toBuffer();
    using frame = await decodeImage(bytes);
    expect(frame.format).toBe('gray');
    expect(Buffer.from(frame.data).equals(Buffer.from(gray))).toBe(true);
  });

  it('should drop alpha without blending', async () => {
    const bytes = await sharp(Uint8Array.of(200, 100, 50, 0), {
      raw: { width: 1, height: 1, channels: 4 },
    })
      .png()
      .toBuffer();
    using frame = await decodeImage(bytes);
    expect([...frame.data]).toEqual([200, 100, 50]);
  });

  it('should pass the EXIF orientation on and leave the pixels as stored', async () => {
    const bytes = await sharp(pixels, raw).withMetadata({ orientation: 6 }).png().toBuffer();
    using frame = await decodeImage(bytes);
    expect(frame).toMatchObject({ width: WIDTH, height: HEIGHT, orientation: 6 });
  });

  it('should turn the pixels upright when asked to', async () => {
    const bytes = await sharp(pixels, raw).withMetadata({ orientation: 6 }).png().toBuffer();
    using frame = await decodeImage(bytes, { applyOrientation: true });
    expect(frame).toMatchObject({ width: HEIGHT, height: WIDTH, orientation: 1 });
    // Orientation 6: the first stored column, read upwards, is the first row.
    const bottomLeft = (HEIGHT - 1) * WIDTH * 3;
    expect([...frame.data.subarray(0, 3)]).toEqual([
      ...pixels.subarray(bottomLeft, bottomLeft + 3),
    ]);
  });

  it('should convert a wide-gamut profile to sRGB', async () => {
    const bytes = await sharp(pixels, raw).withIccProfile('p3').png().toBuffer();
    using frame = await decodeImage(bytes);
    const asStored = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer();
    const error = frame.data.reduce((sum, v, i) => sum + Math.abs(v - (pixels[i] ?? 0)), 0);
    const unconverted = asStored.reduce((sum, v, i) => sum + Math.abs(v - (pixels[i] ?? 0)), 0);
    expect(error).toBeLessThan(unconverted / 2);
  });

  it('should refuse 30,000x30,000 pixels from the header', async () => {
    const before = process.memoryUsage().rss;
    const error = await failure(pngHeader(30_000, 30_000));
    expect(error.reason).toBe('too-large');
    expect(error.message).toContain('30000x30000');
    // Decoded it would take 2.7 GB.
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
    using next = await decodeImage(png);
    expect(next.width).toBe(WIDTH);
  });

  it('should take maxPixels as the largest size allowed', async () => {
    using frame = await decodeImage(png, { maxPixels: WIDTH * HEIGHT });
    expect(frame.width).toBe(WIDTH);
    await expect(decodeImage(png, { maxPixels: WIDTH * HEIGHT - 1 })).rejects.toMatchObject({
      reason: 'too-large',
    });
  });

  it('should refuse a maxPixels that is no positive integer', async () => {
    await expect(decodeImage(png, { maxPixels: 0 })).rejects.toMatchObject({
      name: 'InvalidArgumentError',
      argument: 'options.maxPixels',
    });
  });

  it('should reject a truncated JPEG', () =>
    expectFailure(jpeg.subarray(0, jpeg.length >> 1), 'truncated'));
  it('should say what is wrong with each of many at the same time', async () => {
    const truncated = jpeg.subarray(0, jpeg.length >> 1);
    const errors = await Promise.all(Array.from({ length: 200 }, () => failure(truncated)));
    for (const { message } of errors) expect(message).toMatch(/premature end|ends early/);
  });
  it('should reject a JPEG cut in its header', () =>
    expectFailure(jpeg.subarray(0, 20), 'truncated'));
  it('should reject a truncated PNG', () =>
    expectFailure(png.subarray(0, png.length >> 1), 'truncated'));
  it('should reject a truncated TIFF', async () => {
    const tiff = await sharp(pixels, raw).tiff({ compression: 'none' }).toBuffer();
    await expectFailure(tiff.subarray(0, tiff.length >> 1), 'truncated');
  });
  it('should reject zero bytes', () => expectFailure(new Uint8Array(0), 'empty'));
  it('should reject random bytes', () => expectFailure(pixels.subarray(0, 1000), 'not-an-image'));
  it('should reject an HTML page', () =>
    expectFailure(Buffer.from('<!DOCTYPE html><title>Not found</title>'), 'not-an-image'));
  it('should reject SVG, which is a program more than a picture', () =>
    expectFailure(
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'),
      'unsupported',
    ));
  it('should reject floating-point TIFF, whose range is unknown', () =>
    expectFailure(floatTiff(), 'unsupported'));
  it('should reject a missing file', () => expectFailure(join(folder, 'none.jpg'), 'not-found'));
  it('should reject an empty file', async () => {
    const path = join(folder, 'empty.jpg');
    await writeFile(path, '');
    await expectFailure(path, 'empty');
  });
  it('should reject a folder', () => expectFailure(folder, 'is-directory'));
  it('should reject a broken symbolic link', async () => {
    const link = join(folder, 'link.jpg');
    await symlink(join(folder, 'gone.jpg'), link);
    await expectFailure(link, 'broken-symlink');
  });
  it('should reject a device, which may never end', () =>
    expectFailure('/dev/zero', 'not-an-image'));
  it.skipIf(process.getuid?.() === 0)(
    'should reject a file that it may not read (skipped as root, who may read everything)',
    async () => {
      const path = join(folder, 'secret.jpg');
      await writeFile(path, jpeg, { mode: 0 });
      await expectFailure(path, 'permission');
    },
  );

  it('should reject at once when the signal is already aborted', async () => {
    const reason = new Error('stop');
    await expect(decodeImage(png, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('should reject with the reason of a signal that aborts while decoding', async () => {
    const controller = new AbortController();
    const reason = new Error('stop');
    const decoding = decodeImage(jpeg, { signal: controller.signal });
    controller.abort(reason);
    await expect(decoding).rejects.toBe(reason);
    using next = await decodeImage(jpeg);
    expect(next.width).toBe(WIDTH);
  });
});
