import { CELL_COLOURS, MAX_STRENGTH, type PictureGrid, STRENGTH_BITS } from './picture-grid.js';
import type { SignLook } from './sign-look.js';

/** Cells of a disc, counted by colour, and its luma on the bar of an ended limit and on both sides of it. */
interface DiscStatistics {
  cells: number;
  plain: number;
  red: number;
  blue: number;
  /** Above the bar, on it, below it. `[3]` */
  readonly sums: Float64Array;
  readonly counts: Float64Array;
}

/** Tinted light gives white up to this; skies and roofs are below the second. Both of 63. */
const MAX_PLAIN_STRENGTH = 15;
const MIN_SIGN_STRENGTH = 38;

/**
 * Where the bar is looked for, along it and across it, over the radius: towards its ends, for in the middle there may
 * be digits, and beside it near the rim, where there is no pictogram.
 */
const BAR_WIDTH = 0.12;
const BAR_INSET = 0.35;
const BESIDE = 0.56;
const BESIDE_WIDTH = 0.4;
/** Diameters that are looked along for a rim, and those that have to meet it at both ends. */
const RIM_DIAMETERS = 8;
const MIN_RIM_DIAMETERS = 3;

/** How much darker than both sides the bar is, in grey levels and as a share of theirs. */
const MIN_BAR_STEP = 7;
const MIN_BAR_CONTRAST = 0.06;

/** The part of the disc at a place along the bar, which rises to the right, and across it: 1 is the bar, -1 none. */
const partAt = (along: number, across: number): number => {
  if (Math.abs(along) > BAR_INSET && Math.abs(across) < BAR_WIDTH) return 1;
  if (Math.abs(along) > BESIDE_WIDTH || Math.abs(across) < BESIDE) return -1;
  return across < 0 ? 0 : 2;
};

/** Whether there is red at the edge of a disc, or just outside it, in a direction. */
const isRedTowards = (
  { columns, rows, hue }: PictureGrid,
  x: number,
  y: number,
  radius: number,
  angle: number,
): boolean => {
  for (let share = 0.8; share < 1.45; share += 0.15) {
    const column = Math.round(x + share * radius * Math.cos(angle));
    const row = Math.round(y + share * radius * Math.sin(angle));
    if (column < 0 || row < 0 || column >= columns || row >= rows) continue;
    if ((hue[row * columns + column] ?? 0) >> STRENGTH_BITS === CELL_COLOURS.red) return true;
  }
  return false;
};

/**
 * Whether a red rim lies round a disc, as round the white inside of a prohibition. A rim is there in opposite directions;
 * a roof behind one side of the disc is not.
 */
const hasRedRim = (grid: PictureGrid, x: number, y: number, radius: number): boolean => {
  let pairs = 0;
  for (let k = 0; k < RIM_DIAMETERS; k++) {
    const angle = (Math.PI * k) / RIM_DIAMETERS;
    if (!isRedTowards(grid, x, y, radius, angle)) continue;
    if (isRedTowards(grid, x, y, radius, angle + Math.PI)) pairs += 1;
  }
  return pairs >= MIN_RIM_DIAMETERS;
};

/** In cells of the grid; the outermost fifth of the disc is left out. */
const measureDisc = (grid: PictureGrid, x: number, y: number, radius: number): DiscStatistics => {
  const { columns, rows, hue, luma } = grid;
  const statistics: DiscStatistics = {
    cells: 0,
    plain: 0,
    red: 0,
    blue: 0,
    sums: new Float64Array(3),
    counts: new Float64Array(3),
  };
  const { sums, counts } = statistics;
  const pace = Math.max(1, Math.floor(radius / 8));
  const reach = Math.floor(0.8 * radius);
  for (let dy = -reach; dy <= reach; dy += pace) {
    for (let dx = -reach; dx <= reach; dx += pace) {
      if (dx * dx + dy * dy > reach * reach) continue;
      const [column, row] = [Math.round(x + dx), Math.round(y + dy)];
      if (column < 0 || row < 0 || column >= columns || row >= rows) continue;
      const at = row * columns + column;
      const colour = (hue[at] ?? 0) >> STRENGTH_BITS;
      const strength = (hue[at] ?? 0) & MAX_STRENGTH;
      statistics.cells += 1;
      if (strength <= MAX_PLAIN_STRENGTH) statistics.plain += 1;
      else if (strength >= MIN_SIGN_STRENGTH) {
        if (colour === CELL_COLOURS.red) statistics.red += 1;
        if (colour === CELL_COLOURS.blue) statistics.blue += 1;
      }
      const part = partAt((dx - dy) / (Math.SQRT2 * radius), (dx + dy) / (Math.SQRT2 * radius));
      if (part < 0) continue;
      sums[part] = (sums[part] ?? 0) + (luma[at] ?? 0);
      counts[part] = (counts[part] ?? 0) + 1;
    }
  }
  return statistics;
};

const hasBar = ({ sums, counts }: DiscStatistics): boolean => {
  const mean = (part: number) => (sums[part] ?? 0) / (counts[part] ?? 1);
  const [upper, lower] = [mean(0), mean(2)];
  const side = Math.min(upper, lower);
  const step = side - mean(1);
  const least = Math.max(MIN_BAR_STEP, MIN_BAR_CONTRAST * side);
  return step > least && Math.abs(upper - lower) < 1.5 * step;
};

/** What a disc of the grid, in cells, looks like; undefined when it is none of the signs that are discs. */
export const lookOfDisc = (
  grid: PictureGrid,
  x: number,
  y: number,
  radius: number,
): SignLook | undefined => {
  const statistics = measureDisc(grid, x, y, radius);
  const { cells, plain, red, blue } = statistics;
  if (blue > 0.5 * cells) return 'blue-disc';
  if (red > 0.3 * cells) return 'red-disc';
  if (plain < 0.7 * cells || !hasBar(statistics)) return undefined;
  return hasRedRim(grid, x, y, radius) ? undefined : 'barred-disc';
};
