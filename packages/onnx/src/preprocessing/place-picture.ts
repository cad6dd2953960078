import {
  type AxisGeometry,
  type CenterCropConfig,
  createTensor,
  InvalidArgumentError,
  pictureGeometry,
  type PictureGeometry,
  type PreprocessConfig,
} from '@ocelli/core';
import type { GraphBuilder } from '../build/graph-builder.js';
import { ONNX_DTYPES } from '../model/onnx-dtype.js';

/** Size of the frames in pixels; left out when each frame may have another. */
export interface SourceSize {
  readonly width: number;
  readonly height: number;
}

/** Spatial axes of `[N, C, H, W]`. */
const SPATIAL_AXES = [2, 3];

/**
 * Resizes planes `[N, C, H, W]` of uint8 to sizes that are known only when the frame comes. ONNX Runtime
 * computes this as Pillow does, in fixed point and with 8 bits between the passes, but with filter
 * positions in single precision; a = -0.5 is Pillow's bicubic filter.
 */
const resizePlanes = (
  g: GraphBuilder,
  planes: string,
  sizes: string,
  kernel: PreprocessConfig['kernel'],
): string =>
  g.node(
    'Resize',
    [
      planes,
      '',
      '',
      g.node('Concat', [g.node('Shape', [planes], { start: 0, end: 2 }), sizes], { axis: 0 }),
    ],
    {
      antialias: 1,
      coordinate_transformation_mode: 'half_pixel',
      exclude_outside: 1,
      ...(kernel === 'bicubic' ? { mode: 'cubic', cubic_coeff_a: -0.5 } : { mode: 'linear' }),
    },
    { name: 'resized' },
  );

/** Black around what the crop leaves of the picture. */
export const padPlanes = (
  g: GraphBuilder,
  planes: string,
  axes: readonly AxisGeometry[],
): string => {
  if (axes.every(({ count, outputSize }) => count === outputSize)) return planes;
  const before = axes.map(({ offset }) => offset);
  const after = axes.map(({ outputSize, offset, count }) => outputSize - offset - count);
  const pads = g.int64('pads', [0, 0, ...before, 0, 0, ...after]);
  return g.node('Pad', [planes, pads], {}, { name: 'padded' });
};

const crop = (g: GraphBuilder, planes: string, starts: string, ends: string): string =>
  g.node(
    'Slice',
    [planes, starts, ends, g.int64('crop_axes', SPATIAL_AXES)],
    {},
    { name: 'cropped' },
  );

/** Resize to one size and centre crop for frames of any size: where to crop depends on the size alone. */
const placeSquashed = (
  g: GraphBuilder,
  planes: string,
  config: PreprocessConfig & { readonly resize: { readonly mode: 'squash' } },
): string => {
  const { width, height } = config.resize;
  const { vertical, horizontal } = pictureGeometry(
    config,
    { width, height, orientation: 1 },
    undefined,
  );
  const axes = [vertical, horizontal];
  const resized = resizePlanes(g, planes, g.int64('resized_size', [height, width]), config.kernel);
  if (config.centerCrop === undefined) return resized;
  const starts = axes.map(({ first }) => first);
  const ends = axes.map(({ first, count }) => first + count);
  const cropped = crop(g, resized, g.int64('crop_starts', starts), g.int64('crop_ends', ends));
  return padPlanes(g, cropped, axes);
};

/** Half of `spare`, which is int64 and not negative, rounded to whole pixels. */
const cropStarts = (
  g: GraphBuilder,
  spare: string,
  rounding: CenterCropConfig['rounding'],
): string => {
  const options = { name: 'crop_starts' };
  if (rounding === 'floor') return g.node('Div', [spare, g.int64('two', [2])], {}, options);
  // Round takes halves to the even neighbour.
  const exact = g.node('Cast', [spare], { to: ONNX_DTYPES.float32.code });
  const half = g.node('Round', [g.node('Mul', [exact, g.scalar('half', 'float32', 0.5)])]);
  return g.node('Cast', [half], { to: ONNX_DTYPES.int64.code }, options);
};

/** Resize to the shortest edge and centre crop for frames of any size, with sizes computed in the graph. */
const placeByShortestEdge = (
  g: GraphBuilder,
  frames: string,
  planes: string,
  config: PreprocessConfig & { readonly resize: { readonly mode: 'shortest-edge' } },
  centerCrop: CenterCropConfig,
): string => {
  // [H, W] of the frames `[N, H, W, C]`; int64 division truncates, which is torchvision's floor.
  const source = g.node('Shape', [frames], { start: 1, end: 3 }, { name: 'source_size' });
  const short = g.node('ReduceMin', [source], { keepdims: 1 }, { name: 'short_edge' });
  const scaled = g.node('Mul', [source, g.int64('shortest_edge', [config.resize.size])]);
  const sizes = g.node('Div', [scaled, short], {}, { name: 'resized_size' });
  const resized = resizePlanes(g, planes, sizes, config.kernel);
  const target = g.int64('crop_size', [centerCrop.height, centerCrop.width]);
  const starts = cropStarts(g, g.node('Sub', [sizes, target]), centerCrop.rounding);
  return crop(g, resized, starts, g.node('Add', [starts, target], {}, { name: 'crop_ends' }));
};

const missingSize = (why: string): InvalidArgumentError =>
  new InvalidArgumentError({
    argument: 'options.source',
    expected: `the size of the frames, because ${why}`,
    actual: 'missing',
  });

/** Resize and crop for frames whose size is known only when they come. */
export const placeAnyPicture = (
  g: GraphBuilder,
  frames: string,
  planes: string,
  config: PreprocessConfig,
): string => {
  const { resize, centerCrop } = config;
  switch (resize.mode) {
    case 'squash':
      return placeSquashed(g, planes, { ...config, resize });
    case 'shortest-edge': {
      if (centerCrop === undefined || Math.max(centerCrop.width, centerCrop.height) > resize.size) {
        throw missingSize('the centre crop does not lie inside the shortest edge');
      }
      return placeByShortestEdge(g, frames, planes, { ...config, resize }, centerCrop);
    }
    case 'letterbox':
      throw missingSize('the width of a letterbox depends on it');
    case 'none':
      throw missingSize('without a resize the frame decides about the input');
  }
};

/** 1 inside `[first, first + count)`. */
const mask = (
  g: GraphBuilder,
  name: string,
  size: number,
  first: number,
  count: number,
  dims: number[],
) =>
  g.initializer(
    name,
    createTensor(
      'float32',
      dims,
      Float32Array.from({ length: size }, (_, at) => (at >= first && at < first + count ? 1 : 0)),
    ),
  );

/**
 * Adds the letterbox's colour to float planes that are 0 where no picture is:
 * `color * (canvas rows * canvas columns - picture rows * picture columns)`.
 */
export const paintLetterbox = (
  g: GraphBuilder,
  planes: string,
  color: readonly number[],
  { vertical, horizontal }: PictureGeometry,
): string => {
  const rectangle = (name: string, field: 'picture' | 'canvas'): string => {
    const [rows, columns] = [vertical, horizontal].map((axis) => {
      const isPicture = field === 'picture';
      const first = isPicture ? axis.offset : Math.max(0, axis.canvasOffset);
      const end = Math.min(axis.canvasOffset + axis.canvasSize, axis.outputSize);
      return { size: axis.outputSize, first, count: isPicture ? axis.count : end - first };
    }) as [Record<'size' | 'first' | 'count', number>, Record<'size' | 'first' | 'count', number>];
    return g.node('Mul', [
      mask(g, `${name}_rows`, rows.size, rows.first, rows.count, [rows.size, 1]),
      mask(g, `${name}_columns`, columns.size, columns.first, columns.count, [1, columns.size]),
    ]);
  };
  const bars = g.node('Sub', [rectangle('canvas', 'canvas'), rectangle('picture', 'picture')]);
  const levels = createTensor('float32', [1, color.length, 1, 1], Float32Array.from(color));
  const painted = g.node('Mul', [bars, g.initializer('pad_color', levels)]);
  return g.node('Add', [planes, painted], {}, { name: 'letterboxed' });
};
