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
 * be digits, and beside it in the two quarters that it leaves free.
 */
const BAR_WIDTH = 0.12;
const BAR_INSET = 0.35;
const QUARTER_WIDTH = 0.35;
const RIM_DIRECTIONS = 16;
/** Share of the directions in which an ended limit may have something red beside it. */
const MAX_RED_RIM = 0.4;

/** How much darker than both sides the bar is, in grey levels and as a share of theirs. */
const MIN_BAR_STEP = 7;
const MIN_BAR_CONTRAST = 0.06;

/** The part of the disc at a place along the bar, which rises to the right, and across it: 1 is the bar, -1 none. */
const partAt = (along: number, across: number): number => {
  if (Math.abs(along) > BAR_INSET && Math.abs(across) < BAR_WIDTH) return 1;
  if (Math.abs(along) > QUARTER_WIDTH || Math.abs(across) < BAR_INSET) return -1;
  return across < 0 ? 0 : 2;
};

/** Whether a red rim lies on the edge or just outside, as round the white inside of a prohibition. */
const hasRedRim = (grid: PictureGrid, x: number, y: number, radius: number): boolean => {
  const { columns, rows, hue } = grid;
  let hits = 0;
  for (let k = 0; k < RIM_DIRECTIONS; k++) {
    const angle = (2 * Math.PI * k) / RIM_DIRECTIONS;
    for (let share = 0.8; share < 1.45; share += 0.15) {
      const column = Math.round(x + share * radius * Math.cos(angle));
      const row = Math.round(y + share * radius * Math.sin(angle));
      if (column < 0 || row < 0 || column >= columns || row >= rows) continue;
      if ((hue[row * columns + column] ?? 0) >> STRENGTH_BITS !== CELL_COLOURS.red) continue;
      hits += 1;
      break;
    }
  }
  return hits > MAX_RED_RIM * RIM_DIRECTIONS;
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
