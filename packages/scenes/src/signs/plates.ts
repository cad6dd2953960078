import type { Pictogram, PictogramShape, SignColour } from './pictogram-shape.js';

/** Two decimals: a sign of 1 m drawn on 100 units is then exact to 0.1 mm. */
export const round2 = (value: number): number => Math.round(value * 100) / 100;

/** A circle as path data. */
export const circlePath = (x: number, y: number, radius: number): string =>
  `M${round2(x - radius)} ${y}a${radius} ${radius} 0 1 1 ${2 * radius} 0a${radius} ${radius} 0 1 1 ${-2 * radius} 0Z`;

export const disc = (radius: number, fill: SignColour, x = 50, y = 50): PictogramShape => ({
  d: circlePath(x, y, radius),
  fill,
});

/** A polygon with corners rounded by `radius`, as path data. */
const roundedPolygon = (
  corners: readonly (readonly [number, number])[],
  radius: number,
): string => {
  const parts = corners.map(([x, y], index) => {
    const [px, py] = corners.at(index - 1) ?? [x, y];
    const [nx, ny] = corners[(index + 1) % corners.length] ?? [x, y];
    const toPrevious = Math.hypot(px - x, py - y);
    const toNext = Math.hypot(nx - x, ny - y);
    const cosine = ((px - x) * (nx - x) + (py - y) * (ny - y)) / (toPrevious * toNext);
    const cut = radius / Math.tan(Math.acos(cosine) / 2);
    const from = [x + ((px - x) * cut) / toPrevious, y + ((py - y) * cut) / toPrevious] as const;
    const to = [x + ((nx - x) * cut) / toNext, y + ((ny - y) * cut) / toNext] as const;
    return `${index === 0 ? 'M' : 'L'}${round2(from[0])} ${round2(from[1])}A${radius} ${radius} 0 0 1 ${round2(to[0])} ${round2(to[1])}`;
  });
  return `${parts.join('')}Z`;
};

/** A regular polygon whose corners lie `reach` from (50, y); the first at `degrees` clockwise from the top. */
const regularPolygon = (
  sides: number,
  reach: number,
  degrees: number,
  radius: number,
  y = 50,
): string =>
  roundedPolygon(
    Array.from({ length: sides }, (_, side) => {
      const angle = ((degrees + (360 * side) / sides) * Math.PI) / 180;
      return [50 + reach * Math.sin(angle), y - reach * Math.cos(angle)] as const;
    }),
    radius,
  );

const CENTROID = 63.25;

/** The red-rimmed triangle of warning signs (StVO Anlage 1), point up. */
export const WARNING_PLATE: Pictogram = [
  { d: regularPolygon(3, 60, 0, 3.5, CENTROID), fill: 'white' },
  { d: regularPolygon(3, 57.4, 0, 2.8, CENTROID), fill: 'red' },
  { d: regularPolygon(3, 40.4, 0, 1.2, CENTROID), fill: 'white' },
];

/** Zeichen 205, point down; its rim is broader than a warning sign's. */
export const YIELD_PLATE: Pictogram = [
  { d: regularPolygon(3, 60, 180, 3.5, 100 - CENTROID), fill: 'white' },
  { d: regularPolygon(3, 57.4, 180, 2.8, 100 - CENTROID), fill: 'red' },
  { d: regularPolygon(3, 35.5, 180, 1.2, 100 - CENTROID), fill: 'white' },
];

/** The red ring of prohibitions (StVO Anlage 2). */
export const PROHIBITION_PLATE: Pictogram = [
  disc(50, 'white'),
  disc(48.8, 'red'),
  disc(37.2, 'white'),
];

/** The blue disc of mandatory directions. */
export const MANDATORY_PLATE: Pictogram = [disc(50, 'white'), disc(48.2, 'blue')];

/** The white disc with a thin black edge of ended limits. */
export const ENDED_PLATE: Pictogram = [disc(50, 'white'), disc(49.2, 'black'), disc(47.6, 'white')];

export const OCTAGON_PLATE: Pictogram = [
  { d: regularPolygon(8, 53.2, 22.5, 2, 50), fill: 'white' },
  { d: regularPolygon(8, 50.2, 22.5, 1.6, 50), fill: 'red' },
];

/** Zeichen 306: yellow on white, both edged in black. */
export const DIAMOND_PLATE: Pictogram = [
  { d: regularPolygon(4, 51, 0, 3.5, 50), fill: 'black' },
  { d: regularPolygon(4, 49.4, 0, 2.9, 50), fill: 'white' },
  { d: regularPolygon(4, 30, 0, 1.6, 50), fill: 'black' },
  { d: regularPolygon(4, 28.6, 0, 1, 50), fill: 'yellow' },
];
