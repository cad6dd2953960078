import type { PictureGeometry, ResamplingKernel } from '@ocelli/core';
import type { GraphBuilder } from '../build/graph-builder.js';
import { padPlanes } from './place-picture.js';
import { type AxisResampling, axisResampling, resamplePlanes } from './resample-planes.js';

/** Of the rows and of the columns. */
export type PictureResampling = readonly [AxisResampling, AxisResampling];

export const pictureResampling = (
  { vertical, horizontal }: PictureGeometry,
  kernel: ResamplingKernel,
): PictureResampling => [axisResampling(vertical, kernel), axisResampling(horizontal, kernel)];

/** Cuts the part of the frames `[N, H, W, C]` that the output is computed from. */
export const cutFrames = (
  g: GraphBuilder,
  frames: string,
  { vertical, horizontal }: PictureGeometry,
  [rows, columns]: PictureResampling,
): string => {
  const cuts = [
    { axis: 1, size: vertical.size, ...rows },
    { axis: 2, size: horizontal.size, ...columns },
  ].filter(({ first, end, size }) => first > 0 || end < size);
  if (cuts.length === 0) return frames;
  const starts = cuts.map(({ first }) => first);
  const ends = cuts.map(({ end }) => end);
  const axes = cuts.map(({ axis }) => axis);
  return g.node(
    'Slice',
    [frames, g.int64('cut_starts', starts), g.int64('cut_ends', ends), g.int64('cut_axes', axes)],
    {},
    { name: 'needed_pixels' },
  );
};

/** Resizes and pads what was cut of frames of one known size, as float planes `[N, C, H, W]`. */
export const placeFixedPicture = (
  g: GraphBuilder,
  levels: string,
  { vertical, horizontal }: PictureGeometry,
  [rows, columns]: PictureResampling,
): string => {
  // Pillow's order; between the passes levels are whole, so that it matters.
  const narrowed = resamplePlanes(g, levels, columns, 'horizontal');
  const resized = resamplePlanes(g, narrowed, rows, 'vertical');
  return padPlanes(g, resized, [vertical, horizontal]);
};
