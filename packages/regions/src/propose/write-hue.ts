import { CELL_COLOURS, MAX_STRENGTH, type PictureGrid, STRENGTH_BITS } from './picture-grid.js';

/** Differences of channels below this many grey levels are noise, not a colour. */
const MIN_CHROMA = 18;

/** Writes the hue of cell `at` in row `row` from its mean red, green and blue, 0..255. */
export const writeHue = (
  { hue, rowPeaks }: PictureGrid,
  at: number,
  row: number,
  r: number,
  g: number,
  b: number,
): void => {
  let colour: number = CELL_COLOURS.none;
  let distance = 0;
  let largest = r;
  if (r >= g && r >= b) {
    const yellow = g - b;
    // Orange and skin are nearer to red than to yellow, by 55 %.
    if (20 * yellow > 11 * (r - b)) {
      colour = CELL_COLOURS.yellow;
      distance = yellow;
    } else {
      colour = CELL_COLOURS.red;
      distance = r - (g > b ? g : b);
    }
  } else if (b >= g && g >= r - 10) {
    // With less green it is violet, which no sign is.
    colour = CELL_COLOURS.blue;
    distance = b - r;
    largest = b;
  }
  if (distance < MIN_CHROMA) {
    hue[at] = 0;
    return;
  }
  const strength = ((MAX_STRENGTH * distance) / largest) | 0;
  hue[at] = (colour << STRENGTH_BITS) | strength;
  const peak = 4 * row + colour;
  if (strength > (rowPeaks[peak] ?? 0)) rowPeaks[peak] = strength;
};
