import { describe, expect, it } from 'vitest';
import { createMriScene } from '../mri/create-mri-scene.js';
import { rgbToI420 } from './rgb-to-i420.js';
import { writeY4m } from './write-y4m.js';

const scene = createMriScene({ seed: 2, width: 96, height: 64, fps: 25 });

const collect = async (frames: number, firstFrame = 0): Promise<Uint8Array[]> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeY4m(scene, { frames, firstFrame })) chunks.push(chunk);
  return chunks;
};

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

describe('writeY4m', () => {
  it('should begin with the header and give one chunk of the right size per frame', async () => {
    const [header, ...frames] = await collect(3);
    expect(text(header)).toBe('YUV4MPEG2 W96 H64 F25:1 Ip A1:1 C420jpeg\n');
    expect(frames).toHaveLength(3);
    for (const frame of frames) {
      expect(text(frame.subarray(0, 6))).toBe('FRAME\n');
      expect(frame.length).toBe(6 + (96 * 64 * 3) / 2);
    }
  });

  it('should hold the planes of the frames from the first that was asked for', async () => {
    const [, chunk] = await collect(1, 12);
    const { frame } = scene.frameAt(12, { format: 'i420' });
    expect(chunk?.subarray(6)).toEqual(frame.data);
    frame.close();
  });

  it('should write a fractional rate as a fraction', async () => {
    const ntsc = createMriScene({ seed: 2, width: 64, height: 64, fps: 29.97 });
    const { value } = await writeY4m(ntsc, { frames: 1 }).next();
    expect(text(value ?? undefined)).toContain('F2997:100');
  });

  it('should reject a stream without frames', async () => {
    await expect(collect(0)).rejects.toMatchObject({ argument: 'frames' });
  });
});

describe('rgbToI420', () => {
  it.each([
    ['white', [255, 255, 255], [235, 128, 128]],
    ['black', [0, 0, 0], [16, 128, 128]],
    ['red', [255, 0, 0], [82, 90, 240]],
    ['green', [0, 255, 0], [144, 54, 34]],
    ['blue', [0, 0, 255], [41, 240, 110]],
  ])('should turn %s into its BT.601 code', (_, colour, [y, u, v]) => {
    const rgb = Uint8ClampedArray.from(Array.from({ length: 4 }, () => colour).flat());
    const out = new Uint8ClampedArray(6);
    rgbToI420(rgb, 2, 2, out);
    expect([...out]).toEqual([y, y, y, y, u, v]);
  });
});
