import { MAX_STRENGTH, type PictureGrid, STRENGTH_BITS } from './picture-grid.js';

/** A connected set of cells of one colour. In cells; `right` and `bottom` are one past the last. */
export interface CellComponent {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** First and one past the last column of each row from `top` on; overwritten by the next component. */
  readonly starts: Int16Array;
  readonly ends: Int16Array;
}

export interface ComponentQuery {
  readonly colour: number;
  readonly minStrength: number;
  /** Bounds of both sides. */
  readonly minSide: number;
  readonly maxSide: number;
}

/** Runs of cells in reading order, and the bounds of the components that they were joined to. */
const allocateRuns = (columns: number, rows: number) => {
  const capacity = rows * Math.ceil(columns / 2) + 1;
  return {
    columns,
    rows,
    from: new Int16Array(capacity),
    to: new Int16Array(capacity),
    /** Index of an earlier run of the same component, its own for the first. */
    parent: new Int32Array(capacity),
    left: new Int16Array(capacity),
    right: new Int16Array(capacity),
    top: new Int16Array(capacity),
    bottom: new Int16Array(capacity),
    /** Index of the first run of each row, and the number of runs. */
    rowStart: new Int32Array(rows + 1),
    starts: new Int16Array(rows),
    ends: new Int16Array(rows),
  };
};
type Runs = ReturnType<typeof allocateRuns>;

const rootOf = (parent: Int32Array, run: number): number => {
  let root = run;
  while (parent[root] !== root) root = parent[root] ?? 0;
  return root;
};

/** Writes the runs of cells that the query asks for. */
const collectRuns = (runs: Runs, grid: PictureGrid, query: ComponentQuery): void => {
  const { from, to, parent, rowStart } = runs;
  const { hue, rowPeaks, columns, rows } = grid;
  const { colour, minStrength } = query;
  const least = (colour << STRENGTH_BITS) | minStrength;
  const most = (colour << STRENGTH_BITS) | MAX_STRENGTH;
  let count = 0;
  for (let row = 0; row < rows; row++) {
    rowStart[row] = count;
    if ((rowPeaks[4 * row + colour] ?? 0) < minStrength) continue;
    let isInside = false;
    for (let column = 0, at = row * columns; column < columns; column++, at++) {
      const code = hue[at] ?? 0;
      const isCell = code >= least && code <= most;
      if (isCell === isInside) continue;
      if (isCell) {
        from[count] = column;
        parent[count] = count;
      } else {
        to[count++] = column;
      }
      isInside = isCell;
    }
    if (isInside) to[count++] = columns;
  }
  rowStart[rows] = count;
};

/** Joins runs of neighbouring rows that touch, corners included. */
const joinRuns = ({ from, to, parent, rowStart, rows }: Runs): void => {
  for (let row = 1; row < rows; row++) {
    let above = rowStart[row - 1] ?? 0;
    const aboveEnd = rowStart[row] ?? 0;
    const end = rowStart[row + 1] ?? 0;
    for (let run = aboveEnd; run < end; run++) {
      while (above < aboveEnd && (to[above] ?? 0) < (from[run] ?? 0)) above += 1;
      for (let other = above; other < aboveEnd; other++) {
        if ((from[other] ?? 0) > (to[run] ?? 0)) break;
        const [a, b] = [rootOf(parent, run), rootOf(parent, other)];
        if (a < b) parent[b] = a;
        else parent[a] = b;
      }
    }
  }
};

/** Flattens the parents to roots, and gives each root the bounds of its runs. */
const measureComponents = (runs: Runs): void => {
  const { from, to, parent, rowStart, rows, left, right, top, bottom } = runs;
  for (let row = 0; row < rows; row++) {
    const end = rowStart[row + 1] ?? 0;
    for (let run = rowStart[row] ?? 0; run < end; run++) {
      const root = rootOf(parent, run);
      parent[run] = root;
      if (root === run) {
        left[run] = from[run] ?? 0;
        right[run] = to[run] ?? 0;
        top[run] = row;
      } else {
        if ((from[run] ?? 0) < (left[root] ?? 0)) left[root] = from[run] ?? 0;
        if ((to[run] ?? 0) > (right[root] ?? 0)) right[root] = to[run] ?? 0;
      }
      bottom[root] = row + 1;
    }
  }
};

const traceOutline = (runs: Runs, root: number): void => {
  const { from, to, parent, rowStart, starts, ends } = runs;
  const [first, end] = [runs.top[root] ?? 0, runs.bottom[root] ?? 0];
  for (let row = first; row < end; row++) {
    let [start, stop] = [32767, 0];
    const rowEnd = rowStart[row + 1] ?? 0;
    for (let run = rowStart[row] ?? 0; run < rowEnd; run++) {
      if (parent[run] !== root) continue;
      if ((from[run] ?? 0) < start) start = from[run] ?? 0;
      stop = to[run] ?? 0;
    }
    starts[row - first] = start;
    ends[row - first] = stop;
  }
};

/**
 * Makes a finder of connected components (8 neighbours): it calls `visit` for each one that a query asks for. Its
 * arrays are allocated for the first grid and for grids of another size.
 */
export const createComponentFinder = () => {
  let runs: Runs | undefined;
  return (
    grid: PictureGrid,
    query: ComponentQuery,
    visit: (component: CellComponent) => void,
  ): void => {
    if (runs?.columns !== grid.columns || runs.rows !== grid.rows) {
      runs = allocateRuns(grid.columns, grid.rows);
    }
    collectRuns(runs, grid, query);
    joinRuns(runs);
    measureComponents(runs);
    const { parent, rowStart, starts, ends } = runs;
    const isSide = (length: number) => length >= query.minSide && length <= query.maxSide;
    const count = rowStart[grid.rows] ?? 0;
    for (let root = 0; root < count; root++) {
      if (parent[root] !== root) continue;
      const [left, right] = [runs.left[root] ?? 0, runs.right[root] ?? 0];
      const [top, bottom] = [runs.top[root] ?? 0, runs.bottom[root] ?? 0];
      if (!isSide(right - left) || bottom - top < query.minSide) continue;
      // Two signs on one post may have run together.
      if (bottom - top > 2.5 * query.maxSide) continue;
      traceOutline(runs, root);
      visit({ left, top, right, bottom, starts, ends });
    }
  };
};
