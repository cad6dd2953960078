import { createFrame, createPreprocessor } from '@ocelli/core';
import sharp from 'sharp';
import { measureSideBySide, printGoal, printTable } from './measure.mjs';
import { drawRgba, toNv12 } from './pictures.mjs';

const [WIDTH, HEIGHT] = [1280, 720];
const SIZE = 224;
const MEAN = [0.485, 0.456, 0.406];
const STD = [0.229, 0.224, 0.225];

export const IMAGENET_PREPROCESS = {
  resize: { mode: 'shortest-edge', size: 256 },
  kernel: 'bilinear',
  centerCrop: { width: SIZE, height: SIZE },
  rescaleFactor: 1 / 255,
  mean: MEAN,
  std: STD,
  channelOrder: 'rgb',
  layout: 'nchw',
  dtype: 'float32',
};

/** The same work through sharp: resize (its `linear` is antialiased as well), crop, then one loop. */
const createSharpPreprocessor = ({ width, height, data }) => {
  const output = new Float32Array(3 * SIZE * SIZE);
  const scaled = Math.floor((256 * width) / height);
  return async () => {
    const pixels = await sharp(data, { raw: { width, height, channels: 4 } })
      .removeAlpha()
      .resize(scaled, 256, { kernel: 'linear', fit: 'fill' })
      .extract({ left: Math.round((scaled - SIZE) / 2), top: 16, width: SIZE, height: SIZE })
      .raw()
      .toBuffer();
    const plane = SIZE * SIZE;
    for (let i = 0; i < plane; i += 1) {
      for (let c = 0; c < 3; c += 1) {
        output[c * plane + i] = (pixels[i * 3 + c] / 255 - MEAN[c]) / STD[c];
      }
    }
    return output;
  };
};

/** Hands out copies of a picture in turn, as a camera does: each in other memory, so none is hot in cache. */
const ringOfFrames = (format, pixels) => {
  const frames = Array.from({ length: 8 }, () =>
    createFrame({ width: WIDTH, height: HEIGHT, format, data: pixels.slice() }),
  );
  let next = 0;
  return () => frames[(next += 1) % frames.length];
};

export const benchPreprocessing = async () => {
  const picture = drawRgba(WIDTH, HEIGHT);
  const rgba = ringOfFrames('rgba', picture.data);
  const nv12 = ringOfFrames('nv12', toNv12(picture));
  const output = new Float32Array(3 * SIZE * SIZE);
  const simd = createPreprocessor(IMAGENET_PREPROCESS, { implementation: 'wasm-simd' });
  const plain = createPreprocessor(IMAGENET_PREPROCESS, { implementation: 'typescript' });
  const results = await measureSideBySide(
    {
      'Ocelli, rgba': () => simd.run(rgba(), output),
      'Ocelli, nv12': () => simd.run(nv12(), output),
      'Ocelli in TypeScript, rgba': () => plain.run(rgba(), output),
      'sharp and one loop, rgba': createSharpPreprocessor(picture),
    },
    { rounds: 200, warmUp: 20 },
  );
  simd.release();
  plain.release();
  printTable(
    `Preprocessing ${WIDTH}x${HEIGHT} to ${SIZE}x${SIZE} float32 (ms)`,
    results,
    'Ocelli, rgba',
  );
  const sharpRatio = results['sharp and one loop, rgba'].median / results['Ocelli, rgba'].median;
  printGoal('times faster than sharp', sharpRatio.toFixed(1), '>= 5', sharpRatio >= 5);
  const nv12Ratio = results['Ocelli, nv12'].median / results['Ocelli, rgba'].median;
  printGoal('nv12 against rgba', nv12Ratio.toFixed(2), '<= 1', nv12Ratio <= 1);
};
