/** Luma at one resolution with its gradient; the arrays are reused from frame to frame. */
export interface GradientLevel {
  readonly columns: number;
  readonly rows: number;
  readonly luma: Uint8Array;
  /** Sobel sums, eight times the slope per cell. `[rows, columns]` */
  readonly gradientX: Int16Array;
  readonly gradientY: Int16Array;
  /** Cells whose gradient is among the largest: `[0, edgeCount)` of `edges`. */
  readonly edges: Int32Array;
  edgeCount: number;
  /** Smallest sum of |x| and |y| of an edge. */
  edgeThreshold: number;
}

export const allocateLevel = (luma: Uint8Array, columns: number, rows: number): GradientLevel => ({
  columns,
  rows,
  luma,
  gradientX: new Int16Array(columns * rows),
  gradientY: new Int16Array(columns * rows),
  edges: new Int32Array(columns * rows),
  edgeCount: 0,
  edgeThreshold: 0,
});

/** Means of 2x2 cells. */
export const halveLuma = (from: GradientLevel, to: GradientLevel): void => {
  const { columns } = from;
  for (let row = 0, at = 0; row < to.rows; row++) {
    for (let column = 0, p = 2 * row * columns; column < to.columns; column++, at++, p += 2) {
      const upper = (from.luma[p] ?? 0) + (from.luma[p + 1] ?? 0);
      const lower = (from.luma[p + columns] ?? 0) + (from.luma[p + columns + 1] ?? 0);
      to.luma[at] = (upper + lower + 2) >> 2;
    }
  }
};

/** Sums of |x| and |y| below this are noise at any light: 4 grey levels of a step. */
const MIN_EDGE = 32;
/** At most this share of the cells are edges, so that a busy picture costs no more than a calm one. */
const MAX_EDGE_SHARE = 0.12;
export const BINS = 128;

const writeGradients = ({ columns, rows, luma, gradientX, gradientY }: GradientLevel): void => {
  for (let row = 1; row < rows - 1; row++) {
    const first = row * columns;
    // Sums down and differences across of the columns left of the cell, at it and right of it.
    let upper = first - columns;
    let lower = first + columns;
    let at = first;
    let sumA = (luma[upper] ?? 0) + 2 * (luma[at] ?? 0) + (luma[lower] ?? 0);
    let differenceA = (luma[lower++] ?? 0) - (luma[upper++] ?? 0);
    at += 1;
    let sumB = (luma[upper] ?? 0) + 2 * (luma[at] ?? 0) + (luma[lower] ?? 0);
    let differenceB = (luma[lower++] ?? 0) - (luma[upper++] ?? 0);
    for (const end = first + columns - 1; at < end; at++, upper++, lower++) {
      const above = luma[upper] ?? 0;
      const below = luma[lower] ?? 0;
      const sumC = above + 2 * (luma[at + 1] ?? 0) + below;
      const differenceC = below - above;
      gradientX[at] = sumC - sumA;
      gradientY[at] = differenceA + 2 * differenceB + differenceC;
      sumA = sumB;
      sumB = sumC;
      differenceA = differenceB;
      differenceB = differenceC;
    }
  }
};

/** The threshold that about `MAX_EDGE_SHARE` of the cells reach, counted in every fourth row. */
const edgeThreshold = (level: GradientLevel, histogram: Int32Array): number => {
  const { columns, rows, gradientX, gradientY } = level;
  histogram.fill(0);
  for (let row = 1; row < rows - 1; row += 4) {
    let at = row * columns + 1;
    for (const end = at + columns - 2; at < end; at++) {
      const x = gradientX[at] ?? 0;
      const y = gradientY[at] ?? 0;
      const bin = ((x < 0 ? -x : x) + (y < 0 ? -y : y)) >> 3;
      const kept = bin < BINS ? bin : BINS - 1;
      histogram[kept] = (histogram[kept] ?? 0) + 1;
    }
  }
  const most = (MAX_EDGE_SHARE * columns * rows) / 4;
  let bin = BINS - 1;
  let count = histogram[bin] ?? 0;
  while (bin > MIN_EDGE >> 3 && count + (histogram[bin - 1] ?? 0) <= most) {
    count += histogram[--bin] ?? 0;
  }
  return bin << 3;
};

/** Sobel gradients of all cells but those at the border, and the list of edges. */
export const findEdges = (level: GradientLevel, histogram: Int32Array): void => {
  writeGradients(level);
  const least = edgeThreshold(level, histogram);
  const { columns, rows, gradientX, gradientY, edges } = level;
  let edgeCount = 0;
  for (let row = 1; row < rows - 1; row++) {
    let at = row * columns + 1;
    for (const end = at + columns - 2; at < end; at++) {
      const x = gradientX[at] ?? 0;
      const y = gradientY[at] ?? 0;
      if ((x < 0 ? -x : x) + (y < 0 ? -y : y) >= least) edges[edgeCount++] = at;
    }
  }
  level.edgeCount = edgeCount;
  level.edgeThreshold = least;
};
