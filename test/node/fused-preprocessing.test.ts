import { readdirSync } from 'node:fs';
import { createPreprocessor, type Frame, type PreprocessConfig } from '@ocelli/core';
import { decodeImage } from '@ocelli/node';
import { buildPreprocessingModel, encodeModel, type SourceSize } from '@ocelli/onnx';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { asset, missingAssets } from './assets.js';

const FOLDER = 'data/imagenet-samples';
const missing = missingAssets(FOLDER);
/** Every fourth, which takes seconds. */
const photos = missing
  ? []
  : readdirSync(asset(FOLDER)).filter((name, at) => name.endsWith('.jpg') && at % 4 === 0);

/** Grey levels as they are: differences in the output are differences in levels. */
const LEVELS: PreprocessConfig = {
  resize: { mode: 'shortest-edge', size: 256 },
  kernel: 'bilinear',
  centerCrop: { width: 224, height: 224 },
  rescaleFactor: 1,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  channelOrder: 'rgb',
  layout: 'nchw',
  dtype: 'float32',
};

/** Levels that ONNX Runtime and core's preprocessor give for one photo. */
const levelsOf = async (
  config: PreprocessConfig,
  frame: Frame,
  source?: SourceSize,
): Promise<{ fused: Float32Array; expected: Float32Array }> => {
  const model = buildPreprocessingModel(config, { format: 'rgb', ...(source && { source }) });
  const session = await InferenceSession.create(encodeModel(model), { logSeverityLevel: 3 });
  const frames = new Tensor('uint8', frame.data, [1, frame.height, frame.width, 3]);
  const { pixel_values: fused } = await session.run({ frames });
  await session.release();
  const preprocessor = createPreprocessor(config);
  const expected = new Float32Array(3 * 224 * 224);
  preprocessor.run(frame, expected);
  preprocessor.release();
  return { fused: fused?.data as Float32Array, expected };
};

const compareAll = async (
  config: PreprocessConfig,
  hasFixedSize: boolean,
): Promise<{ compared: number; unequal: number; largest: number }> => {
  const found = { compared: 0, unequal: 0, largest: 0 };
  for (const name of photos) {
    using frame = await decodeImage(asset(FOLDER, name));
    if (frame.format !== 'rgb') continue;
    const { fused, expected } = await levelsOf(config, frame, hasFixedSize ? frame : undefined);
    expected.forEach((level, at) => {
      const difference = Math.abs(level - (fused[at] ?? NaN));
      if (difference !== 0) found.unequal += 1;
      found.largest = Math.max(found.largest, difference);
    });
    found.compared += expected.length;
  }
  return found;
};

describe.skipIf(missing)(`fused preprocessing of photos${missing ? ` (${missing})` : ''}`, () => {
  it.each(['bilinear', 'bicubic', 'lanczos'] as const)(
    "should give exactly core's levels where the size of the frames is known: %s",
    async (kernel) => {
      const found = await compareAll({ ...LEVELS, kernel }, true);
      expect(found.compared).toBeGreaterThan(1e6);
      expect(found).toMatchObject({ unequal: 0, largest: 0 });
    },
  );

  it('should stay within two levels of core where it is not', async () => {
    const found = await compareAll(LEVELS, false);
    expect(found.largest).toBeLessThanOrEqual(2);
    expect(found.unequal / found.compared).toBeLessThan(0.01);
  });
});
