import type { Pictogram, PictogramShape, SignColour } from '../pictogram-shape.js';
import { circlePath, disc, WARNING_PLATE } from '../plates.js';

const area = (d: string): PictogramShape => ({ d, fill: 'black' });
const line = (d: string, strokeWidth: number): PictogramShape => ({
  d,
  stroke: 'black',
  strokeWidth,
});
const limb = (d: string, strokeWidth: number): PictogramShape => ({
  ...line(d, strokeWidth),
  strokeEnds: 'round',
});
const head = (x: number, y: number, radius: number): PictogramShape =>
  area(circlePath(x, y, radius));

const warning = (...shapes: readonly PictogramShape[]): Pictogram => [...WARNING_PLATE, ...shapes];

const mirrored = (shapes: readonly PictogramShape[]): PictogramShape[] =>
  shapes.map((shape) => ({ ...shape, transform: 'translate(100 0) scale(-1 1)' }));

const CURVE_LEFT = [
  line('M59.5 80V69C59.5 61 56 57.5 46 57.5', 7.6),
  area('M47.5 47.5V67.5L33 57.5Z'),
];

const DOUBLE_CURVE = [
  area(
    'M45.5 36L51.5 46H48.8V55L60 62.5Q61.4 63.5 61.4 65.5V80H54.4V68.4L43.2 61Q42 60 42 58.5V46H39.5Z',
  ),
];

const BUMPS = area(
  'M28 80.5V75.6H32C37 75.6 37 66 42.4 66C47.4 66 47 73.4 50 73.4C53 73.4 52.6 66 57.6 66C63 66 63 75.6 68 75.6H72V80.5Z',
);

const SKIDDING_CAR: PictogramShape[] = [
  {
    d:
      'M-7.2 -1L-5.6 -6.6Q-5.2 -8 -3.8 -8H3.8Q5.2 -8 5.6 -6.6L7.2 -1Q10 -0.4 10 2.2V7H9V10H5.2V7H-5.2V10H-9V7H-10V2.2Q-10 -0.4 -7.2 -1Z' +
      'M-5.3 -1.3L-4.2 -5.6Q-4 -6.2 -3.4 -6.2H3.4Q4 -6.2 4.2 -5.6L5.3 -1.3Z',
    fill: 'black',
    fillRule: 'evenodd',
    transform: 'translate(51.5 52.5) rotate(11) scale(1.15)',
  },
  limb('M57.5 67.5C66 68 65 71.5 56 72C47 72.5 44 75 53 79.5', 2.6),
  limb('M43.5 65C51 67 48 70 41 71C32 72.5 32 76 39 79.5', 2.6),
];

const ROAD_WORKER: PictogramShape[] = [
  head(53.5, 41, 3.7),
  area('M48.5 44.2Q52 43 53.6 46.4L50.6 58.4L44.4 62.2L40.2 58.6Z'),
  limb('M43.2 60L38.6 67.8L34.6 79', 4.2),
  limb('M46.4 60L48 68.6L49.8 79', 4.2),
  limb('M50.6 47.4L54.4 55.6L49.6 60', 2.9),
  limb('M47.6 46.6L43 55.6L47 61.6', 2.9),
  limb('M44.4 57.6L60.5 70.5', 1.9),
  area('M55 80.6L63 70.6Q66 67.6 69 70.6L76.2 80.6Z'),
];

const PEDESTRIAN: PictogramShape[] = [
  head(48.6, 38, 3.6),
  area('M45.6 43.4Q49 41.6 52.4 43.4L54.6 46.6L52.8 60.4H46L44.4 47Z'),
  limb('M47.2 59.6L45 68.6L38.8 79', 4.3),
  limb('M51.2 59.6L54.6 68.4L61 79', 4.3),
  limb('M45.8 45.4L39.8 52.4L38.4 58.4', 3.1),
  limb('M53 45.4L57.4 52.2L62 55.8', 3.1),
];

/** The bigger child runs ahead on the right, its smaller companion behind it. */
const CHILDREN: PictogramShape[] = [
  head(55.2, 43.2, 3.3),
  area('M52.2 47.6L57.6 47.4L60.8 61.4L53.2 63Z'),
  limb('M53 49L47.6 53.6L43.6 51.6', 2.5),
  limb('M57.4 49L62.6 53L66.2 50.6', 2.5),
  limb('M55 62L51.6 69.6L51.8 79', 3.5),
  limb('M58.6 61.4L63.6 67.6L71 72.6', 3.5),
  head(38.4, 55, 2.8),
  area('M36.4 58.6H40.8L44.6 68.4H35Z'),
  limb('M37 60L32.6 64.4', 2.1),
  limb('M40.4 60L44.8 62.6L47 60', 2.1),
  limb('M37.6 68L35.4 73.6L30.8 77', 2.6),
  limb('M41.8 68L43 73.6L43.4 79', 2.6),
];

const BICYCLE: PictogramShape[] = [
  line(circlePath(37.8, 70.2, 8), 2.3),
  line(circlePath(62.2, 70.2, 8), 2.3),
  limb('M37.8 70.2L42.6 56.4H57.4L51 70.2H62.2L55.6 53.6', 2),
  limb('M51 70.2L43 57.8', 2),
  limb('M42.6 56.4L43.6 52H39', 2),
  limb('M52.8 53.2H58.4', 2.6),
];

const SNOWFLAKE: PictogramShape = {
  d: [0, 60, 120, 180, 240, 300]
    .map((degrees) => {
      const along = (reach: number, turn: number): string => {
        const angle = ((degrees + turn) * Math.PI) / 180;
        return `${(reach * Math.sin(angle)).toFixed(2)} ${(-reach * Math.cos(angle)).toFixed(2)}`;
      };
      return `M0 0L${along(16.5, 0)}M${along(13.6, 25)}L${along(8.6, 0)}L${along(13.6, -25)}`;
    })
    .join(''),
  stroke: 'black',
  strokeWidth: 2.9,
  transform: 'translate(50 62.5)',
};

const signalLight = (y: number, colour: SignColour): PictogramShape[] => [
  disc(6.6, 'black', 50, y),
  disc(5.5, colour, 50, y),
];

const DEER: PictogramShape[] = [
  area(
    'M41.4 45.4L36.2 49.4Q35.4 50.6 37 51L41.4 50.2L43.6 57.6Q44.8 61.4 48.6 62.6L57 65.4Q60.4 66.8 62.8 70.4L68.4 77.6Q70 78.6 70.8 77.2L66.4 69.4Q68 66 65 62.4Q61.6 58.8 54.6 57.6Q49.2 56.6 47.4 52.4L45.4 46.4L48.4 43.4L44.4 44.2Z',
  ),
  limb('M43.2 44.4L40.8 38.8M44.4 44.4L45.8 37.6M41.8 41.4L38.8 40.2M45.2 40.8L48.2 38.2', 1.2),
  limb('M46.6 60.4L39.4 61.2L35.6 66', 2.1),
  limb('M49 61.6L43.6 65L39.4 71', 2.1),
  limb('M62.4 67.4L68.6 71.4L74 73.6', 2.1),
  limb('M65.4 62.4L67 59.6', 1.8),
];

export const WARNINGS = {
  'right-of-way': warning(
    area(
      'M50 35.6L59.4 47.6H56.8V59H66.8V65H56.8V80.4L50 75.4L43.2 80.4V65H33.2V59H43.2V47.6H40.6Z',
    ),
  ),
  'general-caution': warning(
    area('M44.9 41.4Q44.9 36.6 50 36.6Q55.1 36.6 55.1 41.4L53 66.4H47Z'),
    disc(4.6, 'black', 50, 74.6),
  ),
  'curve-left': warning(...CURVE_LEFT),
  'curve-right': warning(...mirrored(CURVE_LEFT)),
  'double-curve-left-first': warning(...DOUBLE_CURVE),
  'bumpy-road': warning(BUMPS),
  'slippery-road': warning(...SKIDDING_CAR),
  'road-narrows-right': warning(
    area('M40.8 44H46V80H40.8Z'),
    area('M53.6 44H58.8V55.6L63.6 63.6V80H58.4V65L53.6 57Z'),
  ),
  'road-work': warning(...ROAD_WORKER),
  'traffic-signals': warning(
    ...signalLight(42.4, 'red'),
    ...signalLight(57.6, 'yellow'),
    ...signalLight(72.8, 'green'),
  ),
  pedestrians: warning(...PEDESTRIAN),
  children: warning(...CHILDREN),
  bicycles: warning(...BICYCLE),
  'snow-or-ice': warning(SNOWFLAKE),
  'wild-animals': warning(...DEER),
} satisfies Record<string, Pictogram>;
