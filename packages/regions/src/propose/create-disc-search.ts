import { circleOffsets, discCoverage, DIRECTIONS } from './disc-coverage.js';
import { allocateLevel, BINS, findEdges, type GradientLevel, halveLuma } from './gradient-level.js';
import { lookOfDisc } from './look-of-disc.js';
import type { PictureGrid } from './picture-grid.js';
import type { SignSearch } from './sign-search.js';

/** Radii in cells of each level; the next level, half as fine, goes on where they end. */
const RADII = [5, 6, 7, 8, 9, 10] as const;
const LEVELS = 3;
/** Votes are counted in bins of 2x2 cells, for centres are that uncertain. */
const BIN = 2;
/** Of the votes that a perfect circle would give, how many make a candidate. */
const MIN_VOTES = 0.3;
/** Candidates of a level that are looked at. */
const MAX_CANDIDATES = 24;

interface Level extends GradientLevel {
  readonly votes: readonly Uint16Array[];
  readonly binColumns: number;
  readonly circles: readonly Int32Array[];
}

const allocateLevels = (grid: PictureGrid): readonly Level[] => {
  const levels: Level[] = [];
  for (let index = 0; index < LEVELS; index++) {
    const [columns, rows] = [grid.columns >> index, grid.rows >> index];
    const luma = index === 0 ? grid.luma : new Uint8Array(columns * rows);
    const binColumns = Math.ceil(columns / BIN);
    const bins = binColumns * Math.ceil(rows / BIN);
    const votes = RADII.map(() => new Uint16Array(bins));
    const circles = RADII.map((radius) => circleOffsets(radius, columns));
    levels.push({ ...allocateLevel(luma, columns, rows), votes, binColumns, circles });
  }
  return levels;
};

/**
 * Each edge votes for the centres of the circles that it may lie on, one way and the other along its gradient: the
 * fast radial symmetry transform of Loy and Zelinsky 2003 (https://doi.org/10.1109/TPAMI.2003.1217601) with equal
 * weights, so that a faint circle counts as much as a clear one.
 */
const castVotes = (level: Level): void => {
  const { columns, rows, gradientX, gradientY, edges, edgeCount, votes, binColumns } = level;
  for (const counts of votes) counts.fill(0);
  for (let index = 0; index < edgeCount; index++) {
    const at = edges[index] ?? 0;
    const row = Math.floor(at / columns);
    const column = at - row * columns;
    const [gx, gy] = [gradientX[at] ?? 0, gradientY[at] ?? 0];
    const scale = 1 / Math.sqrt(gx * gx + gy * gy);
    const [stepX, stepY] = [gx * scale, gy * scale];
    for (let k = 0; k < votes.length; k++) {
      const counts = votes[k];
      const radius = RADII[k] ?? 0;
      if (counts === undefined) continue;
      for (let sign = -1; sign <= 1; sign += 2) {
        const x = (column + sign * radius * stepX + 0.5) | 0;
        const y = (row + sign * radius * stepY + 0.5) | 0;
        if (x < 0 || y < 0 || x >= columns || y >= rows) continue;
        const bin = (y >> 1) * binColumns + (x >> 1);
        counts[bin] = (counts[bin] ?? 0) + 1;
      }
    }
  }
};

interface Disc {
  x: number;
  y: number;
  radius: number;
  votes: number;
}

/** The bins with the most votes for their radius. */
const collectCandidates = (level: Level): Disc[] => {
  const discs: Disc[] = [];
  level.votes.forEach((counts, k) => {
    const radius = RADII[k] ?? 0;
    const least = MIN_VOTES * 2 * Math.PI * radius;
    for (let bin = 0; bin < counts.length; bin++) {
      if ((counts[bin] ?? 0) < least) continue;
      const row = Math.floor(bin / level.binColumns);
      const [x, y] = [BIN * (bin - row * level.binColumns), BIN * row];
      discs.push({ x, y, radius, votes: (counts[bin] ?? 0) / radius });
    }
  });
  return discs.sort((a, b) => b.votes - a.votes).slice(0, MAX_CANDIDATES);
};

/** Share of a disc's edge that is there; 0 where it does not lie within the level. */
const coverageOf = (level: Level, x: number, y: number, radius: number): number => {
  const { columns, rows, circles } = level;
  const offsets = circles[radius - RADII[0]];
  if (offsets === undefined || x - radius < 1 || y - radius < 1) return 0;
  if (x + radius >= columns - 1 || y + radius >= rows - 1) return 0;
  return discCoverage(level, y * columns + x, offsets) / DIRECTIONS;
};

/** Moves a disc to where its edge is covered best. Returns the coverage. */
const refine = (level: Level, disc: Disc): number => {
  let best = coverageOf(level, disc.x, disc.y, disc.radius);
  // Coarse moves first, then fine ones from the best place.
  for (const pace of [2, 1]) {
    const { x, y, radius } = disc;
    for (let grow = -1; grow <= 1; grow++) {
      for (let dy = -pace; dy <= pace; dy += pace) {
        for (let dx = -pace; dx <= pace; dx += pace) {
          const coverage = coverageOf(level, x + dx, y + dy, radius + grow);
          if (coverage <= best) continue;
          best = coverage;
          disc.x = x + dx;
          disc.y = y + dy;
          disc.radius = radius + grow;
        }
      }
    }
  }
  return best;
};

/** Makes the search for discs by their edge, whatever their colour. It adds what it finds to `found`. */
export const createDiscSearch = (): SignSearch => {
  let levels: readonly Level[] = [];
  let luma: Uint8Array | undefined;
  const histogram = new Int32Array(BINS);
  return (grid, sides, minScore, found) => {
    if (luma !== grid.luma) levels = allocateLevels(grid);
    luma = grid.luma;
    levels.forEach((level, index) => {
      const finer = levels[index - 1];
      if (finer !== undefined) halveLuma(finer, level);
      findEdges(level, histogram);
      castVotes(level);
      const scale = grid.step * 2 ** index;
      for (const disc of collectCandidates(level)) {
        const score = refine(level, disc);
        if (score < minScore) continue;
        const factor = 2 ** index;
        const [x, y] = [(disc.x + 0.5) * factor - 0.5, (disc.y + 0.5) * factor - 0.5];
        const look = lookOfDisc(grid, x, y, disc.radius * factor);
        const side = (2 * disc.radius + 1) * scale;
        if (look === undefined || side < sides.min || side > sides.max) continue;
        const [left, top] = [(disc.x + 0.5) * scale - side / 2, (disc.y + 0.5) * scale - side / 2];
        found.push({ box: { x: left, y: top, width: side, height: side }, look, score });
      }
    });
  };
};
