import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ExifOrientation } from '../frame/exif-orientation.js';
import { createFrame } from '../frame/frame.js';
import type { YuvMatrix, YuvRange } from '../frame/pixel-format.js';
import { TYPED_ARRAYS } from '../tensor/dtype.js';
import { elementCount } from '../tensor/tensor.js';
import { createPreprocessor } from './create-preprocessor.js';
import type { PreprocessConfig, RegionOfInterest, ResamplingKernel } from './preprocess-config.js';
import { fnv1a, seededBytes } from './testing/seeded-pixels.js';
import { valueTables } from './value-tables.js';

interface ResizeCase {
  readonly seed: number;
  readonly kernel: ResamplingKernel;
  readonly mode: 'L' | 'RGB' | 'RGBA';
  readonly size: readonly [number, number];
  readonly output: readonly [number, number];
  readonly box?: readonly [number, number, number, number];
  readonly hash: string;
  /** The whole output, base64. */
  readonly bytes?: string;
}

interface PreprocessCase extends Pick<ResizeCase, 'seed' | 'mode' | 'size' | 'hash'> {
  readonly orientation: ExifOrientation;
  readonly roi?: readonly [number, number, number, number];
  readonly config: PreprocessConfig;
  readonly dims: readonly number[];
}

interface YuvCase extends Pick<ResizeCase, 'seed' | 'kernel' | 'size' | 'output' | 'box' | 'hash'> {
  readonly format: 'i420' | 'nv12';
  /** Offset and stride of each. */
  readonly planes: readonly (readonly [number, number])[];
  readonly bytes: number;
  readonly matrix: YuvMatrix;
  readonly range: YuvRange;
  readonly orientation: ExifOrientation;
}

const fixture = (name: string): unknown =>
  JSON.parse(
    readFileSync(new URL(`../../../../test/fixtures/pillow/${name}`, import.meta.url), 'utf8'),
  );

const FORMATS = { L: 'gray', RGB: 'rgb', RGBA: 'rgba' } as const;

const pictureOf = (
  { seed, mode, size: [width, height] }: Pick<ResizeCase, 'seed' | 'mode' | 'size'>,
  orientation: ExifOrientation,
) =>
  createFrame({
    width,
    height,
    format: FORMATS[mode],
    data: seededBytes(seed, width * height * mode.length),
    orientation,
  });

const yuvFrameOf = (entry: YuvCase) =>
  createFrame({
    width: entry.size[0],
    height: entry.size[1],
    format: entry.format,
    data: seededBytes(entry.seed, entry.bytes),
    planes: entry.planes.map(([offset, stride]) => ({ offset, stride })),
    yuvMatrix: entry.matrix,
    yuvRange: entry.range,
    orientation: entry.orientation,
  });

const regionOf = (box: ResizeCase['box']): RegionOfInterest | undefined =>
  box && { x: box[0], y: box[1], width: box[2] - box[0], height: box[3] - box[1] };

const resizeConfig = ({
  kernel,
  mode,
  output: [width, height],
}: Pick<ResizeCase, 'kernel' | 'mode' | 'output'>): PreprocessConfig => ({
  resize: { mode: 'squash', width, height },
  kernel,
  rescaleFactor: 1,
  mean: mode === 'L' ? [0] : [0, 0, 0],
  std: mode === 'L' ? [1] : [1, 1, 1],
  channelOrder: mode === 'L' ? 'gray' : 'rgb',
  layout: 'nhwc',
  dtype: 'uint8',
});

const runCase = (
  config: PreprocessConfig,
  implementation: 'wasm-simd' | 'typescript',
  picture: ReturnType<typeof pictureOf>,
  region: RegionOfInterest | undefined,
) => {
  const preprocessor = createPreprocessor(config, { implementation });
  const output = new TYPED_ARRAYS[config.dtype](elementCount(preprocessor.outputDims));
  preprocessor.run(picture, output, region === undefined ? {} : { regionOfInterest: region });
  const { buffer, byteOffset, byteLength } = output;
  return {
    dims: preprocessor.outputDims,
    bytes: new Uint8Array(buffer, byteOffset, byteLength),
  };
};

describe.each(['typescript', 'wasm-simd'] as const)('preprocessing (%s)', (implementation) => {
  it('should resize to the same bytes as Pillow', () => {
    const cases = fixture('resize.json') as ResizeCase[];
    expect(cases.length).toBeGreaterThanOrEqual(700);
    const different = cases.filter((entry) => {
      const picture = pictureOf(entry, 1);
      const region = regionOf(entry.box);
      const { bytes } = runCase(resizeConfig(entry), implementation, picture, region);
      if (entry.bytes !== undefined) {
        expect(bytes).toEqual(Uint8Array.from(Buffer.from(entry.bytes, 'base64')));
      }
      return fnv1a(bytes) !== entry.hash;
    });
    expect(different).toEqual([]);
  });

  it('should resize YUV to the same bytes as converting the whole picture first', () => {
    const cases = fixture('yuv.json') as YuvCase[];
    expect(cases.length).toBeGreaterThanOrEqual(200);
    const different = cases.filter((entry) => {
      const config = resizeConfig({ ...entry, mode: 'RGB' });
      const { bytes } = runCase(config, implementation, yuvFrameOf(entry), regionOf(entry.box));
      return fnv1a(bytes) !== entry.hash;
    });
    expect(different).toEqual([]);
  });

  it('should make the same tensors as orienting, cropping, resizing and normalising in Python', () => {
    const cases = fixture('preprocess.json') as PreprocessCase[];
    expect(cases.length).toBeGreaterThanOrEqual(400);
    const different = cases.filter((entry) => {
      const [x = 0, y = 0, width = 0, height = 0] = entry.roi ?? [];
      const region = entry.roi && { x, y, width, height };
      const picture = pictureOf(entry, entry.orientation);
      const { bytes, dims } = runCase(entry.config, implementation, picture, region);
      expect(dims).toEqual(entry.dims);
      return fnv1a(bytes) !== entry.hash;
    });
    expect(different).toEqual([]);
  });
});

describe('valueTables', () => {
  it.each(['float32', 'float16'] as const)('should equal numpy in %s', (dtype) => {
    const expected = fixture('values.json') as Record<string, number[]>;
    const [table] = valueTables({
      resize: { mode: 'none' },
      kernel: 'bilinear',
      rescaleFactor: 1 / 255,
      mean: [0.485],
      std: [0.229],
      channelOrder: 'gray',
      layout: 'nchw',
      dtype,
    });
    expect(Array.from(table ?? [])).toEqual(expected[dtype]);
  });
});
