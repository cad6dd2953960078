import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { createFrame } from '../frame/frame.js';
import { createPreprocessor } from '../preprocess/create-preprocessor.js';
import type { PreprocessConfig } from '../preprocess/preprocess-config.js';
import { seededBytes } from '../preprocess/testing/seeded-pixels.js';
import { captureFrame } from './capture-frame.js';
import { tensorIn } from './frame-pipeline.js';
import { createPixelSlots, type PixelSlot } from './pixel-slots.js';

const CONFIG: PreprocessConfig = {
  resize: { mode: 'shortest-edge', size: 6 },
  centerCrop: { width: 6, height: 6 },
  kernel: 'bilinear',
  rescaleFactor: 1 / 255,
  mean: [0.5, 0.4, 0.3],
  std: [0.2, 0.3, 0.4],
  channelOrder: 'rgb',
  layout: 'nchw',
  dtype: 'float32',
};

const frame = (width: number, height: number) =>
  createFrame({ width, height, format: 'rgb', data: seededBytes(1, width * height * 3) });

const setUp = (maxPixels: number) => {
  const freed: PixelSlot[] = [];
  const slots = createPixelSlots({
    allocate: (byteLength) => new Uint8Array(new SharedArrayBuffer(byteLength)),
    maxFree: 1,
    onDrop: () => undefined,
  });
  const preprocessor = createPreprocessor(CONFIG);
  const tools = {
    config: CONFIG,
    caller: { preprocessor, maxPixels },
    slots: {
      ...slots,
      release: (slot: PixelSlot) => {
        freed.push(slot);
        slots.release(slot);
      },
    },
    now: () => 0,
  };
  return { tools, preprocessor, freed };
};

describe('captureFrame', () => {
  it('should make the tensor of a picture of which little is read, as the host would', () => {
    // 30 of the 40 columns are cut off by the crop.
    const { tools, preprocessor } = setUp(12 * 12);
    const picture = frame(40, 10);
    const { slot, content } = captureFrame(picture, {}, tools);
    expect(content).toEqual({ kind: 'tensor', preprocessMs: 0 });
    const expected = new Float32Array(6 * 6 * 3);
    preprocessor.run(picture, expected);
    expect(tensorIn(slot.bytes, 'float32', expected.length)).toEqual(expected);
  });

  it('should copy the pixels of a picture of which much is read, for the host', () => {
    const { tools, preprocessor } = setUp(50);
    const picture = frame(40, 10);
    const { slot, content } = captureFrame(picture, {}, tools);
    if (content.kind !== 'pixels') throw new Error('preprocessed by the caller');
    const [expected, made] = [new Float32Array(108), new Float32Array(108)];
    preprocessor.run(picture, expected);
    preprocessor.run({ ...content.layout, data: slot.bytes }, made, content.options);
    expect(made).toEqual(expected);
  });

  it.each([50, Infinity])(
    'should lose no slot to a frame that cannot be read (%s)',
    (maxPixels) => {
      const { tools, freed } = setUp(maxPixels);
      const region = { x: 90, y: 90, width: 5, height: 5 };
      expect(() => captureFrame(frame(40, 10), { regionOfInterest: region }, tools)).toThrow(
        InvalidArgumentError,
      );
      const { slot } = captureFrame(frame(40, 10), {}, tools);
      expect(freed.every(({ id }) => id === slot.id)).toBe(true);
    },
  );
});
