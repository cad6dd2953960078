import { centredText } from '../glyphs.js';
import type { Pictogram, PictogramShape } from '../pictogram-shape.js';
import { disc, ENDED_PLATE, OCTAGON_PLATE, PROHIBITION_PLATE } from '../plates.js';
import { carFromBehind, ENDED_STRIPES, lorryFromBehind } from './symbols.js';

const number = (text: string): readonly PictogramShape[] =>
  text.length > 2
    ? centredText(text, { colour: 'black', height: 38, breadth: 46, gap: 10 })
    : centredText(text, { colour: 'black', height: 40, breadth: 60, gap: 11 });

const speedLimit = (kilometresPerHour: string): Pictogram => [
  ...PROHIBITION_PLATE,
  ...number(kilometresPerHour),
];

const LORRY_FROM_THE_SIDE: PictogramShape = {
  d:
    'M41.5 37H77V57.5H41.5ZM39.5 42.5V59H77V61.5H73.6A5.6 5.6 0 0 0 62.6 61.5H40.4A5.6 5.6 0 0 0 29.4 61.5H23.5V52.5L27.2 50.6L30 43.8Q30.5 42.5 32 42.5Z' +
    'M34.9 58.4A4.3 4.3 0 1 1 34.89 58.4ZM68.1 58.4A4.3 4.3 0 1 1 68.09 58.4Z',
  fill: 'black',
};

const LORRY_WINDOW: PictogramShape = { d: 'M29.8 50L32.2 44.6H36.4V50Z', fill: 'white' };

export const PROHIBITIONS = {
  'speed-limit-20': speedLimit('20'),
  'speed-limit-30': speedLimit('30'),
  'speed-limit-50': speedLimit('50'),
  'speed-limit-60': speedLimit('60'),
  'speed-limit-70': speedLimit('70'),
  'speed-limit-80': speedLimit('80'),
  'speed-limit-100': speedLimit('100'),
  'speed-limit-120': speedLimit('120'),
  'no-passing': [...PROHIBITION_PLATE, carFromBehind(35.2, 'red'), carFromBehind(64.8, 'black')],
  'no-passing-over-3-5-t': [
    ...PROHIBITION_PLATE,
    lorryFromBehind(33.8, 'red'),
    carFromBehind(64.4, 'black'),
  ],
  'no-vehicles': PROHIBITION_PLATE,
  'no-vehicles-over-3-5-t': [...PROHIBITION_PLATE, LORRY_FROM_THE_SIDE, LORRY_WINDOW],
  'no-entry': [
    disc(50, 'white'),
    disc(48.8, 'red'),
    { d: 'M12.5 41.5H87.5V58.5H12.5Z', fill: 'white' },
  ],
  stop: [
    ...OCTAGON_PLATE,
    ...centredText('STOP', { colour: 'white', height: 35, breadth: 50, gap: 10 }),
  ],
  'end-of-speed-limit-80': [
    ...ENDED_PLATE,
    ...centredText('80', { colour: 'grey', height: 46, breadth: 62, gap: 11 }),
    ENDED_STRIPES,
  ],
  'end-of-all-limits': [...ENDED_PLATE, ENDED_STRIPES],
  'end-of-no-passing': [
    ...ENDED_PLATE,
    carFromBehind(33, 'grey'),
    carFromBehind(67, 'grey'),
    ENDED_STRIPES,
  ],
  'end-of-no-passing-over-3-5-t': [
    ...ENDED_PLATE,
    lorryFromBehind(31.5, 'grey'),
    carFromBehind(66.5, 'grey'),
    ENDED_STRIPES,
  ],
} satisfies Record<string, Pictogram>;
