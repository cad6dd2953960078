import {
  createTensor,
  InvalidArgumentError,
  pictureGeometry,
  type PictureGeometry,
  type PreprocessConfig,
} from '@ocelli/core';
import type { GraphBuilder } from '../build/graph-builder.js';

/** Size of the frames in pixels; left out when each frame may have another. */
export interface SourceSize {
  readonly width: number;
  readonly height: number;
}

/** Spatial axes of `[N, C, H, W]`. */
const SPATIAL_AXES = [2, 3];

/**
 * Resizes planes `[N, C, H, W]` of uint8. ONNX Runtime computes this as Pillow does, in fixed point and
 * with 8 bits between the passes; a = -0.5 is Pillow's bicubic filter.
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

const crop = (g: GraphBuilder, planes: string, starts: string, ends: string): string =>
  g.node(
    'Slice',
    [planes, starts, ends, g.int64('crop_axes', SPATIAL_AXES)],
    {},
    { name: 'cropped' },
  );

/** Resize, cut and pad for frames of one known size: everything is a constant. */
export const placeFixedPicture = (
  g: GraphBuilder,
  planes: string,
  config: PreprocessConfig,
  { vertical, horizontal }: PictureGeometry,
): string => {
  const axes = [vertical, horizontal];
  const isResized = axes.some(({ size, resizedSize }) => size !== resizedSize);
  const sizes = axes.map(({ resizedSize }) => resizedSize);
  let placed = isResized
    ? resizePlanes(g, planes, g.int64('resized_size', sizes), config.kernel)
    : planes;
  if (axes.some(({ count, resizedSize }) => count !== resizedSize)) {
    const starts = axes.map(({ first }) => first);
    const ends = axes.map(({ first, count }) => first + count);
    placed = crop(g, placed, g.int64('crop_starts', starts), g.int64('crop_ends', ends));
  }
  if (axes.some(({ count, outputSize }) => count !== outputSize)) {
    const before = axes.map(({ offset }) => offset);
    const after = axes.map(({ outputSize, offset, count }) => outputSize - offset - count);
    const pads = g.int64('pads', [0, 0, ...before, 0, 0, ...after]);
    placed = g.node('Pad', [placed, pads], {}, { name: 'padded' });
  }
  return placed;
};

/** Resize to the shortest edge and centre crop for frames of any size, with sizes computed in the graph. */
const placeByShortestEdge = (
  g: GraphBuilder,
  frames: string,
  planes: string,
  config: PreprocessConfig & { readonly resize: { readonly mode: 'shortest-edge' } },
  cropSize: { readonly width: number; readonly height: number },
): string => {
  // [H, W] of the frames `[N, H, W, C]`; int64 division truncates, which is torchvision's floor.
  const source = g.node('Shape', [frames], { start: 1, end: 3 }, { name: 'source_size' });
  const short = g.node('ReduceMin', [source], { keepdims: 1 }, { name: 'short_edge' });
  const scaled = g.node('Mul', [source, g.int64('shortest_edge', [config.resize.size])]);
  const sizes = g.node('Div', [scaled, short], {}, { name: 'resized_size' });
  const resized = resizePlanes(g, planes, sizes, config.kernel);
  const target = g.int64('crop_size', [cropSize.height, cropSize.width]);
  const spare = g.node('Cast', [g.node('Sub', [sizes, target])], { to: 1 });
  // Round is half to even, as torchvision's center_crop is.
  const half = g.node('Round', [g.node('Mul', [spare, g.scalar('half', 'float32', 0.5)])]);
  const starts = g.node('Cast', [half], { to: 7 }, { name: 'crop_starts' });
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
    case 'squash': {
      // The result does not depend on the size of the source, which only has to differ from it.
      const source = {
        width: resize.width + 1,
        height: resize.height + 1,
        orientation: 1,
      } as const;
      return placeFixedPicture(g, planes, config, pictureGeometry(config, source, undefined));
    }
    case 'shortest-edge': {
      const { width, height } = centerCrop ?? { width: Infinity, height: Infinity };
      if (Math.max(width, height) > resize.size) {
        throw missingSize('the centre crop does not lie inside the shortest edge');
      }
      return placeByShortestEdge(g, frames, planes, { ...config, resize }, { width, height });
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
