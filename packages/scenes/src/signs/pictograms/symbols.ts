import type { PictogramShape, SignColour } from '../pictogram-shape.js';

/** A car seen from behind, 27 wide, its wheels on y = 62. */
export const carFromBehind = (x: number, colour: SignColour): PictogramShape => ({
  d:
    'M-9.2 0.6L-7.4 -7.6Q-7 -9.2 -5.2 -9.2H5.2Q7 -9.2 7.4 -7.6L9.2 0.6Q13 1.2 13 4.4V10.2H11.8V14H6.9V10.2H-6.9V14H-11.8V10.2H-13V4.4Q-13 1.2 -9.2 0.6Z' +
    'M-6.9 0.2L-5.5 -6.3Q-5.3 -7 -4.6 -7H4.6Q5.3 -7 5.5 -6.3L6.9 0.2Z' +
    'M-11.2 4.2H-7.4V6.6H-11.2ZM7.4 4.2H11.2V6.6H7.4Z',
  fill: colour,
  fillRule: 'evenodd',
  transform: `translate(${x} 48)`,
});

/** A lorry seen from behind, 24 wide, its wheels on y = 62. */
export const lorryFromBehind = (x: number, colour: SignColour): PictogramShape => ({
  d: 'M-12 -18.5H12V7H10.6V14H4.8V9.6H-4.8V14H-10.6V7H-12Z',
  fill: colour,
  transform: `translate(${x} 48)`,
});

/** Five diagonal lines from lower left to upper right, within the disc of an ended limit. */
export const ENDED_STRIPES: PictogramShape = {
  d: [-8.6, -4.3, 0, 4.3, 8.6]
    .map((offset) => {
      const reach = Math.round(Math.sqrt(47.8 ** 2 - offset ** 2) * 100) / 100;
      return `M${-reach} ${offset}H${reach}`;
    })
    .join(''),
  stroke: 'black',
  strokeWidth: 2.2,
  transform: 'translate(50 50) rotate(-45)',
};
