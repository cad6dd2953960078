import { checkNumber } from './check-number.js';
import { type Gate, gateFrames } from './gate-frames.js';
import type { PassOn } from './items/camera-item.js';
import type { FrameDrop } from './items/frame-drop.js';
import { lumaGrid } from './picture/luma-grid.js';
import { lumaReader } from './picture/luma-reader.js';
import { storedRegion } from './picture/stored-region.js';

const COLUMNS = 32;
const ROWS = 18;

export interface MotionGateConfig {
  /** Change of a cell's mean luma that counts, in grey levels. Default 8. */
  readonly minChange?: number;
  /** Fraction of the cells that must have changed, 0..1. Default 0.01, which is 6 of 576 cells. */
  readonly minArea?: number;
  /** How long frames pass after the last motion, in milliseconds of capture time. Default 1000. */
  readonly holdMs?: number;
  /** Time constant in which the background becomes what stands still, in milliseconds. Default 2000. */
  readonly backgroundMs?: number;
}

const meanOf = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Running mean of what each cell looks like, and how much of a new picture differs from it. */
const createBackground = (timeConstantUs: number) => {
  const grid = new Float32Array(COLUMNS * ROWS);
  const background = new Float32Array(grid.length);
  let lastUs: number | undefined;
  return {
    grid,
    /** Fraction of cells that changed, after the change of the whole picture (exposure) is taken out. */
    changedArea(minChange: number): number {
      const shift = meanOf(grid) - meanOf(background);
      const count = grid.reduce(
        (sum, value, cell) =>
          Math.abs(value - (background[cell] ?? 0) - shift) >= minChange ? sum + 1 : sum,
        0,
      );
      return count / grid.length;
    },
    learn(capturedUs: number): void {
      const elapsed = lastUs === undefined ? -1 : capturedUs - lastUs;
      // The first picture, or one of a camera that restarted, is the background.
      const weight = elapsed < 0 ? 1 : -Math.expm1(-elapsed / timeConstantUs);
      lastUs = capturedUs;
      grid.forEach((value, cell) => {
        const known = background[cell] ?? 0;
        background[cell] = known + weight * (value - known);
      });
    },
  };
};

const createMotionGate = ({
  minChange,
  minArea,
  holdMs,
  backgroundMs,
}: Required<MotionGateConfig>): Gate => {
  const background = createBackground(backgroundMs * 1000);
  let movedUs: number | undefined;
  return ({ frame, capturedUs, regionOfInterest }) => {
    const region = storedRegion(frame, regionOfInterest);
    lumaGrid(lumaReader(frame), region, COLUMNS, ROWS, background.grid);
    const hasMoved = movedUs === undefined || background.changedArea(minChange) >= minArea;
    background.learn(capturedUs);
    if (hasMoved || movedUs === undefined || capturedUs < movedUs) movedUs = capturedUs;
    return capturedUs - movedUs <= holdMs * 1000 ? undefined : 'no-motion';
  };
};

/**
 * Lets frames pass while something moves and for `holdMs` after; closes the others and reports each as a
 * drop, `no-motion`. Motion is a change of luma on a grid of 32x18 cells against a running mean of the
 * picture; a change of the whole picture, such as that of the exposure, is taken out first. The first frame
 * passes. Frames of any format, in the region of interest where one is set.
 *
 * ```
 * frames        -a-b-c-d-e-|    something has moved in d, not in the others
 * motionGate    -a-x-x-d-x-|    x = drop, holdMs = 1
 * ```
 *
 * @throws InvalidArgumentError for numbers out of their range.
 */
export const motionGate = ({
  minChange = 8,
  minArea = 0.01,
  holdMs = 1000,
  backgroundMs = 2000,
}: MotionGateConfig = {}): PassOn<FrameDrop> => {
  checkNumber('config.minChange', minChange, 'positive');
  checkNumber('config.minArea', minArea, 'probability');
  checkNumber('config.holdMs', holdMs, 'not-negative');
  checkNumber('config.backgroundMs', backgroundMs, 'positive');
  const config = { minChange, minArea, holdMs, backgroundMs };
  return (source) => gateFrames(source, () => createMotionGate(config));
};
