import type { Frame } from '@ocelli/core';
import { decodeImage } from '@ocelli/node';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { launchBrowser, type TestBrowser } from './launch-browser.js';
import { openSdkPage, serveSdk } from './sdk-site.js';
import type { Site } from './serve-site.js';

const [WIDTH, HEIGHT] = [61, 43];

/** Gradients and edges in all channels; alpha where there are four. */
const drawing = (channels: 1 | 3 | 4): Sharp => {
  const data = Uint8Array.from({ length: WIDTH * HEIGHT * channels }, (_, index) => {
    const pixel = Math.floor(index / channels);
    const [x, y] = [pixel % WIDTH, Math.floor(pixel / WIDTH)];
    const channel = index % channels;
    if (channel === 3) return (x * 4) % 256;
    return (x * (3 + channel) + y * (5 - channel) + (x > y ? 90 : 0)) % 256;
  });
  return sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels } });
};

/** Pictures that both decoders must agree on, each with what it is. */
const PICTURES: Readonly<Record<string, () => Promise<Buffer>>> = {
  'an RGB PNG': () => drawing(3).png().toBuffer(),
  'a gray PNG': () => drawing(1).toColourspace('b-w').png().toBuffer(),
  'a PNG with alpha': () => drawing(4).png().toBuffer(),
  'a palette PNG': () => drawing(3).png({ palette: true, colours: 64 }).toBuffer(),
  'a JPEG with chroma at half size': () => drawing(3).jpeg({ quality: 85 }).toBuffer(),
  'a JPEG with whole chroma': () =>
    drawing(3).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer(),
  'a gray JPEG': () => drawing(1).toColourspace('b-w').jpeg().toBuffer(),
  'a progressive JPEG': () => drawing(3).jpeg({ progressive: true }).toBuffer(),
  'a JPEG that lies on its side': () =>
    drawing(3).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
  'a JPEG that is mirrored and upside down': () =>
    drawing(3).withMetadata({ orientation: 5 }).jpeg().toBuffer(),
  'a lossless WebP': () => drawing(3).webp({ lossless: true }).toBuffer(),
};

/** Width, height and RGB of a frame, whatever its format. */
const rgbOf = ({
  width,
  height,
  format,
  data,
}: Pick<Frame, 'width' | 'height' | 'format' | 'data'>) => {
  const step = { rgba: 4, rgb: 3, gray: 1, i420: 0, nv12: 0 }[format];
  const rgb = Array.from({ length: width * height * 3 }, (_, index) => {
    const at = Math.floor(index / 3) * step;
    return data[step === 1 ? at : at + (index % 3)] ?? -1;
  });
  return { width, height, rgb };
};

describe('decodeImageBlob in Chromium', () => {
  let browser: TestBrowser;
  let context: BrowserContext;
  let site: Site;
  let page: Page;
  beforeAll(async () => {
    browser = await launchBrowser();
    context = await browser.newContext();
    site = await serveSdk();
    page = await openSdkPage(context, site);
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  const decodeInPage = async (bytes: Uint8Array, maxPixels?: number) =>
    page.evaluate(
      async ({ base64, options }) => {
        const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        try {
          const frame = await globalThis.ocelli.web.decodeImageBlob(new Blob([bytes]), options);
          const { width, height, format, orientation } = frame;
          const data = Array.from(frame.data);
          frame.close();
          return { width, height, format, orientation, data };
        } catch (error) {
          const { name } = error as Error;
          const { reason } = error as { reason?: string };
          return { name, reason };
        }
      },
      {
        base64: Buffer.from(bytes).toString('base64'),
        options: maxPixels === undefined ? {} : { maxPixels },
      },
    );

  it.each(Object.keys(PICTURES))('should give the pixels that Node gives for %s', async (name) => {
    const bytes = (await PICTURES[name]?.()) ?? Buffer.alloc(0);
    using expected = await decodeImage(bytes, { applyOrientation: true });
    const decoded = await decodeInPage(bytes);
    expect(decoded).toMatchObject({ format: 'rgba', orientation: 1 });
    const { data, ...rest } = decoded as Pick<Frame, 'width' | 'height' | 'format'> & {
      data: number[];
    };
    const { rgb, ...size } = rgbOf({ ...rest, data: Uint8Array.from(data) });
    const wanted = rgbOf(expected);
    expect(size).toEqual({ width: wanted.width, height: wanted.height });
    const largest = rgb.reduce(
      (sofar, value, index) => Math.max(sofar, Math.abs(value - (wanted.rgb[index] ?? -999))),
      0,
    );
    expect(largest).toBe(0);
  });

  it.each([
    ['no bytes', () => Buffer.alloc(0), 'empty'],
    ['text', () => Buffer.from('not a picture at all'), 'not-an-image'],
    ['an SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'unsupported'],
    [
      'noise behind a PNG signature',
      () => Buffer.from('\x89PNG\r\n\x1a\nIEND', 'latin1'),
      'truncated',
    ],
  ])('should refuse %s', async (_, bytes, reason) => {
    expect(await decodeInPage(bytes())).toEqual({ name: 'ImageDecodeError', reason });
  });

  it.each(['a JPEG with whole chroma', 'an RGB PNG', 'a lossless WebP'])(
    'should refuse half of %s',
    async (name) => {
      const bytes = (await PICTURES[name]?.()) ?? Buffer.alloc(0);
      const half = bytes.subarray(0, bytes.length >> 1);
      expect(await decodeInPage(half)).toEqual({ name: 'ImageDecodeError', reason: 'truncated' });
    },
  );

  it('should refuse a picture with more pixels than allowed', async () => {
    const bytes = await drawing(3).png().toBuffer();
    expect(await decodeInPage(bytes, 1000)).toEqual({
      name: 'ImageDecodeError',
      reason: 'too-large',
    });
  });
});
