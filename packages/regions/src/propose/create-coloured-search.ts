import type { RegionOfInterest } from '@ocelli/core';
import {
  type CellComponent,
  type ComponentQuery,
  createComponentFinder,
} from './create-component-finder.js';
import { fitOutline, type Outline, type OutlineSpan } from './fit-outline.js';
import {
  CELL_COLOURS,
  type CellColour,
  MAX_STRENGTH,
  type PictureGrid,
  STRENGTH_BITS,
} from './picture-grid.js';
import type { SignSearch } from './sign-search.js';
import type { RegionProposal } from './region-proposal.js';
import type { SignLook } from './sign-look.js';

interface ColouredSign {
  readonly look: SignLook;
  readonly outline: Outline;
  /** Side of the whole sign over that of its coloured part. */
  readonly growth: number;
  /** Rows of the box, as shares of its height, between which its middle has another colour. */
  readonly hollow?: readonly [from: number, to: number];
}

const COLOURED_SIGNS: { readonly [C in CellColour]: readonly ColouredSign[] } = {
  red: [
    { look: 'red-disc', outline: 'disc', growth: 1.02 },
    { look: 'red-triangle-up', outline: 'triangle-up', growth: 1.04, hollow: [0.5, 0.75] },
    { look: 'red-triangle-down', outline: 'triangle-down', growth: 1.04, hollow: [0.25, 0.5] },
  ],
  blue: [{ look: 'blue-disc', outline: 'disc', growth: 1.04 }],
  // Only the middle of the priority sign is yellow.
  yellow: [{ look: 'yellow-diamond', outline: 'diamond', growth: 1.75 }],
};

/**
 * Strengths from which a cell counts as coloured, one search each. A pale sign in haze needs a low one, and a sign in
 * front of the sky or of a roof, paler than itself, a high one.
 */
const MIN_STRENGTHS: { readonly [C in CellColour]: readonly number[] } = {
  red: [15, 26, 35, 44],
  blue: [18, 32, 45],
  yellow: [22, 38],
};

const COLOURS = Object.keys(MIN_STRENGTHS) as CellColour[];

/** Sides of a component that may be a sign. */
const MIN_ASPECT = 0.7;
const MAX_ASPECT = 1.4;

/** Leaves out rows and columns that only a stray cell or two reach. */
const trimmedSpan = (component: CellComponent, span: OutlineSpan): OutlineSpan => {
  const { starts, ends, top: first } = component;
  let { top, bottom } = span;
  const least = 0.12 * (span.right - span.left);
  const isThin = (row: number) => (ends[row - first] ?? 0) - (starts[row - first] ?? 0) < least;
  while (bottom - top > 4 && isThin(top)) top += 1;
  while (bottom - top > 4 && isThin(bottom - 1)) bottom -= 1;
  let [left, right] = [32767, 0];
  for (let row = top; row < bottom; row++) {
    left = Math.min(left, starts[row - first] ?? 0);
    right = Math.max(right, ends[row - first] ?? 0);
  }
  return { left, right, top, bottom };
};

/** Row between 35 % and 65 % of the height where the component is narrowest. */
const waistOf = ({ starts, ends, top, bottom }: CellComponent): number => {
  const height = bottom - top;
  let waist = Math.round(height / 2);
  let narrowest = Infinity;
  for (let row = Math.round(0.35 * height); row <= Math.round(0.65 * height); row++) {
    const width = (ends[row] ?? 0) - (starts[row] ?? 0);
    if (width >= narrowest) continue;
    narrowest = width;
    waist = row;
  }
  return top + waist;
};

/** Half the width of a sign's middle over that of the sign. */
const MIDDLE = 0.16;

/** Whether less than half of the middle of a sign has its colour; the gable of a roof has it all over. */
const isHollow = (
  { hue, columns }: PictureGrid,
  { colour, minStrength }: ComponentQuery,
  { left, right, top, bottom }: OutlineSpan,
  [from, to]: readonly [from: number, to: number],
): boolean => {
  const least = (colour << STRENGTH_BITS) | minStrength;
  const most = (colour << STRENGTH_BITS) | MAX_STRENGTH;
  const [height, width] = [bottom - top, right - left];
  const lastColumn = Math.floor((left + right) / 2 + MIDDLE * width);
  let cells = 0;
  let coloured = 0;
  for (let row = Math.round(top + from * height); row < top + to * height; row++) {
    for (
      let column = Math.ceil((left + right) / 2 - MIDDLE * width);
      column <= lastColumn;
      column++
    ) {
      const code = hue[row * columns + column] ?? 0;
      cells += 1;
      if (code >= least && code <= most) coloured += 1;
    }
  }
  return coloured < 0.5 * cells;
};

/** Height over width of a warning sign. */
const TRIANGLE_ASPECT = 0.88;

/**
 * The whole sign round its coloured part, in pixels. The tip of a triangle is thinner than a cell and is not seen: its
 * height follows from its base.
 */
const signBox = (
  { left, right, top, bottom }: OutlineSpan,
  step: number,
  { outline, growth }: ColouredSign,
): RegionOfInterest => {
  const seen = bottom - top;
  const isTriangle = outline === 'triangle-up' || outline === 'triangle-down';
  const high = isTriangle ? Math.max(seen, TRIANGLE_ASPECT * (right - left)) : seen;
  const middle = outline === 'triangle-up' ? bottom - high / 2 : top + high / 2;
  const [width, height] = [(right - left) * step * growth, high * step * growth];
  return {
    x: ((left + right) * step - width) / 2,
    y: middle * step - height / 2,
    width,
    height,
  };
};

/** The signs that rows of a component may be. */
const proposalsOf = (
  grid: PictureGrid,
  query: ComponentQuery,
  component: CellComponent,
  rows: OutlineSpan,
  signs: readonly ColouredSign[],
): RegionProposal[] => {
  const span = trimmedSpan(component, rows);
  const aspect = (span.right - span.left) / (span.bottom - span.top);
  if (aspect < MIN_ASPECT || aspect > MAX_ASPECT) return [];
  return signs
    .filter(({ hollow }) => hollow === undefined || isHollow(grid, query, span, hollow))
    .map((sign) => ({
      box: signBox(span, grid.step, sign),
      look: sign.look,
      score: fitOutline(component, span, sign.outline),
    }));
};

/** Makes the search for signs by their colour. */
export const createColouredSearch = (): SignSearch => {
  const findComponents = createComponentFinder();
  return (grid, sides, minScore, found) => {
    for (const colour of COLOURS) {
      const signs = COLOURED_SIGNS[colour];
      const growth = signs[0]?.growth ?? 1;
      for (const minStrength of MIN_STRENGTHS[colour]) {
        const query = {
          colour: CELL_COLOURS[colour],
          minStrength,
          minSide: Math.max(4, Math.floor(sides.min / growth / grid.step)),
          maxSide: sides.max / grid.step,
        };
        const propose = (component: CellComponent, rows: OutlineSpan): void => {
          for (const proposal of proposalsOf(grid, query, component, rows, signs)) {
            if (proposal.score >= minScore) found.push(proposal);
          }
        };
        findComponents(grid, query, (component) => {
          propose(component, component);
          if (component.bottom - component.top < 1.5 * (component.right - component.left)) return;
          const waist = waistOf(component);
          propose(component, { ...component, bottom: waist });
          propose(component, { ...component, top: waist });
        });
      }
    }
  };
};
