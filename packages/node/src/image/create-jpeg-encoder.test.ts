import { createFrame, FrameClosedError, ReleasedError } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { createJpegEncoder } from './create-jpeg-encoder.js';
import { decodeImage } from './decode-image.js';

const grey = (options: Partial<Parameters<typeof createFrame>[0]> = {}) =>
  createFrame({
    width: 8,
    height: 4,
    format: 'i420',
    data: new Uint8Array(48).fill(128),
    ...options,
  });

describe('createJpegEncoder', () => {
  it('should encode YUV frames as the colours that they show', async () => {
    const encoder = createJpegEncoder();
    using picture = await decodeImage(await encoder.encode(grey()));
    // Luma 128 of the limited range is (128 - 16) * 255 / 219 = 130.
    expect([picture.width, picture.height]).toEqual([8, 4]);
    expect(Math.abs((picture.data[0] ?? 0) - 130)).toBeLessThanOrEqual(1);
  });

  it('should scale down to the longest side, turn upright, and never scale up', async () => {
    const encoder = createJpegEncoder({ maxSide: 4 });
    using small = await decodeImage(await encoder.encode(grey({ orientation: 6 })));
    expect([small.width, small.height]).toEqual([2, 4]);
    using same = await decodeImage(await createJpegEncoder({ maxSide: 99 }).encode(grey()));
    expect([same.width, same.height]).toEqual([8, 4]);
  });

  it('should read the frame before it returns, and refuse closed ones', async () => {
    const encoder = createJpegEncoder();
    const frame = grey();
    const encoded = encoder.encode(frame);
    frame.close();
    expect((await encoded).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    await expect(encoder.encode(frame)).rejects.toThrow(FrameClosedError);
    encoder.release();
    encoder.release();
    await expect(encoder.encode(grey())).rejects.toThrow(ReleasedError);
  });
});
