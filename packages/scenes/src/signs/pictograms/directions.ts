import type { Pictogram, PictogramShape } from '../pictogram-shape.js';
import { DIAMOND_PLATE, MANDATORY_PLATE, round2, YIELD_PLATE } from '../plates.js';

const WIDTH = 8.6;

/** A shaft along `d` that ends in a barbed head at (x, y), pointing `degrees` clockwise from upwards. */
const arrow = (
  d: string,
  x: number,
  y: number,
  degrees: number,
  headScale = 1,
): PictogramShape[] => [
  { d, stroke: 'white', strokeWidth: WIDTH },
  {
    d: 'M-17.5 14.5L0 -3L17.5 14.5V26L4.2 12.8V14H-4.2V12.8L-17.5 26Z',
    fill: 'white',
    transform: `translate(${round2(x)} ${round2(y)}) rotate(${degrees}) scale(${headScale})`,
  },
];

const mandatory = (...shapes: readonly PictogramShape[]): Pictogram => [
  ...MANDATORY_PLATE,
  ...shapes,
];

const mirrored = (shapes: readonly PictogramShape[]): PictogramShape[] =>
  shapes.map((shape) => ({
    ...shape,
    transform: `translate(100 0) scale(-1 1) ${shape.transform ?? ''}`.trim(),
  }));

const TURN_RIGHT = arrow('M36 82V56Q36 38 54 38H72', 82, 38, 90);

const STRAIGHT_OR_RIGHT = [
  ...arrow('M37 85V22', 37, 14, 0, 0.86),
  ...arrow('M37 84V78Q37 60 55 60H77', 86, 60, 90, 0.86),
];

/** One of the three arrows of a roundabout: a quarter of a circle, anticlockwise, with its head. */
const roundaboutArrow = (degrees: number): PictogramShape[] => {
  const transform = `translate(50 50) rotate(${degrees})`;
  return [
    { d: 'M23.1 -18A29.3 29.3 0 0 0 -15.5 -24.9', stroke: 'white', strokeWidth: 7.6, transform },
    { d: 'M-30.6 -9.5L-22.6 -32.6L-9.4 -15.4Z', fill: 'white', transform },
  ];
};

export const DIRECTIONS = {
  'turn-right-ahead': mandatory(...TURN_RIGHT),
  'turn-left-ahead': mandatory(...mirrored(TURN_RIGHT)),
  'ahead-only': mandatory(...arrow('M50 86V22', 50, 15, 0)),
  'ahead-or-right': mandatory(...STRAIGHT_OR_RIGHT),
  'ahead-or-left': mandatory(...mirrored(STRAIGHT_OR_RIGHT)),
  'keep-right': mandatory(...arrow('M26.5 26.5L68 68', 76, 76, 135)),
  'keep-left': mandatory(...mirrored(arrow('M26.5 26.5L68 68', 76, 76, 135))),
  roundabout: mandatory(...[0, 120, 240].flatMap(roundaboutArrow)),
  'priority-road': DIAMOND_PLATE,
  yield: YIELD_PLATE,
} satisfies Record<string, Pictogram>;
