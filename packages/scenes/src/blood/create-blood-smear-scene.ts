import { InvalidArgumentError } from '@ocelli/core';
import type { Bitmap } from '../raster/bitmap.js';
import { hash32, hashUnit } from '../random/seeded-random.js';
import { valueNoise } from '../random/value-noise.js';
import { defineScene, sceneSettings } from '../scene/define-scene.js';
import { drawBitmap } from '../scene/draw-bitmap.js';
import { createRecentCache } from '../scene/recent-cache.js';
import type { Scene, SceneOptions } from '../scene/scene.js';
import { shuffle } from '../random/shuffle.js';
import { createSensorNoise, createSoftener } from '../scene/sensor.js';
import type { BloodCellLabel, BloodSmearTruth, VisibleCell } from './blood-truth.js';
import { BLOOD_CELL_LABELS } from './blood-truth.js';
import { CELL_LOOKS } from './cell-look.js';
import { drawRedCell, drawStainedCell } from './draw-cells.js';

export interface BloodSmearSceneOptions extends SceneOptions {
  /** Cells in the order in which the stage visits them, over and over; default: all 8 in a seeded order. */
  readonly cells?: readonly BloodCellLabel[];
}

const DWELL_SECONDS = 2.4;
const MOVE_SECONDS = 1;
const RED_VARIANTS = 20;

/** Where a cell lies on the slide, in heights of the frame. */
interface Placed {
  readonly x: number;
  readonly y: number;
}

/** Position along the visits: 3 while the stage rests at cell 3, 3.5 half way to cell 4. */
const stagePosition = (seconds: number): number => {
  const cycle = DWELL_SECONDS + MOVE_SECONDS;
  const visit = Math.floor(seconds / cycle);
  const t = Math.max(0, (seconds - visit * cycle - DWELL_SECONDS) / MOVE_SECONDS);
  return visit + t * t * (3 - 2 * t);
};

/**
 * A stained blood smear under a microscope whose stage stops at one white cell or platelet after the other. The
 * middle square of the frame shows a cell as large as the photos of the PBC collection do.
 *
 * @throws InvalidArgumentError for a cell, a size or a rate that does not exist.
 */
export const createBloodSmearScene = (options: BloodSmearSceneOptions): Scene<BloodSmearTruth> => {
  const settings = sceneSettings(options);
  const { seed, width, height, fps } = settings;
  const order = options.cells ?? shuffle(BLOOD_CELL_LABELS, seed);
  if (order.length === 0 || order.some((label) => !BLOOD_CELL_LABELS.includes(label))) {
    throw new InvalidArgumentError({
      argument: 'cells',
      expected: 'labels of BLOOD_CELL_LABELS, at least one',
      actual: order.join(', ') || 'empty',
    });
  }
  const unit = height / 100;
  const labelOf = (id: number): BloodCellLabel => order[id % order.length] ?? 'neutrophil';
  const placeOf = (id: number): Placed => ({
    x: 1.15 * id + 0.12 * (hashUnit(seed, id, 1) - 0.5),
    y: 0.5 * (hashUnit(seed, id, 2) - 0.5),
  });
  const redCells = Array.from({ length: RED_VARIANTS }, (_, k) => drawRedCell(unit, seed + k));
  const stained = createRecentCache<Bitmap>(6);
  const noise = createSensorNoise(seed);
  const soften = createSoftener(width, height);
  const plasma = Float32Array.from(
    { length: width },
    (_, x) => 4 * valueNoise(seed + 9, (6 * x) / width, 0, 64) - 2,
  );

  /** Red cells lie on a shaken grid, and keep off the white cells. */
  const redCellsNear = (left: number, top: number): readonly (Placed & { variant: number })[] => {
    const found: (Placed & { variant: number })[] = [];
    const pitch = 0.225;
    const aspect = width / height;
    for (let row = Math.floor(top / pitch) - 1; row * pitch < top + 1.2; row++) {
      for (
        let column = Math.floor(left / pitch) - 1;
        column * pitch < left + aspect + 0.2;
        column++
      ) {
        if (hashUnit(seed, row, column, 3) < 0.3) continue;
        const x = (column + 0.5 * (row & 1) + 0.5 * hashUnit(seed, row, column, 4)) * pitch;
        const y = (row + 0.5 * hashUnit(seed, row, column, 5)) * pitch;
        const nearest = Math.round(x / 1.15);
        const isFree = [nearest - 1, nearest, nearest + 1].every((id) => {
          if (id < 0) return true;
          const cell = placeOf(id);
          const clear = (CELL_LOOKS[labelOf(id)].radius + 11) / 100;
          return Math.hypot(x - cell.x, y - cell.y) > clear;
        });
        if (isFree) found.push({ x, y, variant: hash32(seed, row, column, 6) % RED_VARIANTS });
      }
    }
    return found;
  };

  return defineScene<BloodSmearTruth>({
    kind: 'blood-smear',
    settings,
    render: (index, rgb) => {
      const seconds = index / fps;
      const canvas = { width, height, rgb };
      const position = stagePosition(seconds);
      const from = placeOf(Math.floor(position));
      const to = placeOf(Math.floor(position) + 1);
      const share = position % 1;
      // Play in the stage: it never rests quite still.
      const left =
        from.x + (to.x - from.x) * share - width / height / 2 + 0.004 * Math.sin(1.7 * seconds);
      const top = from.y + (to.y - from.y) * share - 0.5 + 0.004 * Math.sin(2.3 * seconds);
      for (let y = 0, at = 0; y < height; y++) {
        for (let x = 0; x < width; x++, at += 3) {
          const tone = plasma[x] ?? 0;
          rgb[at] = 252 + tone;
          rgb[at + 1] = 226 + tone;
          rgb[at + 2] = 200 + tone;
        }
      }
      const put = (bitmap: Bitmap, { x, y }: Placed): void => {
        const px = Math.round((x - left) * height - bitmap.width / 2);
        const py = Math.round((y - top) * height - bitmap.height / 2);
        drawBitmap(canvas, bitmap, px, py);
      };
      for (const cell of redCellsNear(left, top)) {
        const bitmap = redCells[cell.variant];
        if (bitmap !== undefined) put(bitmap, cell);
      }
      const cells: VisibleCell[] = [];
      const middle = Math.round(position);
      for (const id of [middle - 1, middle, middle + 1].filter((each) => each >= 0)) {
        const label = labelOf(id);
        const bitmap = stained(id, () =>
          drawStainedCell(CELL_LOOKS[label], unit, hash32(seed, id, 7)),
        );
        const place = placeOf(id);
        put(bitmap, place);
        // The bitmap has a fifth of the radius free on each side.
        const side = bitmap.width / 1.25;
        const x = Math.round((place.x - left) * height - side / 2);
        const y = Math.round((place.y - top) * height - side / 2);
        const isVisible = x < width && y < height && x + side > 0 && y + side > 0;
        const box = { x, y, width: Math.round(side), height: Math.round(side) };
        if (isVisible) cells.push({ id, label, box });
      }
      const sinceStop = seconds % (DWELL_SECONDS + MOVE_SECONDS);
      const isMoving = sinceStop > DWELL_SECONDS;
      const defocusPixels = 0.5 + (isMoving ? 1.6 : 1.6 * Math.exp(-5 * sinceStop));
      soften(canvas, (defocusPixels * height) / 480);
      noise.apply(canvas, index, 2);
      return { cells, centred: isMoving ? undefined : labelOf(middle), defocusPixels };
    },
  });
};
