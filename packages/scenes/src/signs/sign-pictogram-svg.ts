import type { PictogramShape } from './pictogram-shape.js';
import { SIGN_COLOURS } from './pictogram-shape.js';
import type { SignLabel } from './sign-label.js';
import { signPictogram } from './sign-pictogram.js';

const attributes = (shape: PictogramShape): string => {
  const list = [`d="${shape.d}"`, `fill="${shape.fill ? SIGN_COLOURS[shape.fill] : 'none'}"`];
  if (shape.fillRule === 'evenodd') list.push('fill-rule="evenodd"');
  if (shape.stroke !== undefined) {
    list.push(`stroke="${SIGN_COLOURS[shape.stroke]}"`, `stroke-width="${shape.strokeWidth ?? 1}"`);
  }
  if (shape.strokeEnds === 'round') list.push('stroke-linecap="round" stroke-linejoin="round"');
  if (shape.transform !== undefined) list.push(`transform="${shape.transform}"`);
  return list.join(' ');
};

/**
 * A sign's pictogram as a complete SVG document with a `viewBox` of 100 by 100: for pages that show what was seen.
 * It carries no text; give the element that holds it an accessible name.
 *
 * @throws InvalidArgumentError for a label that is none of the 43.
 */
export const signPictogramSvg = (label: SignLabel): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">${signPictogram(label)
    .map((shape) => `<path ${attributes(shape)}/>`)
    .join('')}</svg>`;
