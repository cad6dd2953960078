import type { Rgb } from '../raster/bitmap.js';
import type { LeafLabel } from './leaf-truth.js';

/** Outline and veins of a leaf that lies on a table. Lengths in halves of the leaf's length. */
export interface LeafShape {
  /** Half breadth. */
  readonly breadth: number;
  /** Where it is broadest, 0 at the stalk to 1 at the tip. */
  readonly broadest: number;
  /** Depth and number per side of the teeth of the edge. */
  readonly teeth: number;
  readonly toothCount: number;
  readonly veins: number;
  /** `close-up`: parallel veins that fill the frame, as maize is photographed. */
  readonly framing: 'whole' | 'close-up';
}

/** One kind of spots: colours from the middle outwards. */
export interface Spots {
  /** Cells of the noise across the leaf: more are smaller spots. */
  readonly cells: number;
  /** Share of the leaf that they cover. */
  readonly share: number;
  readonly core: Rgb;
  readonly rim: Rgb;
  /** Yellowing around them, and its breadth in cells. */
  readonly halo: Rgb;
  readonly haloWidth: number;
  /** Stretch along the veins; 1 is round. */
  readonly stretch: number;
}

export interface LeafLook {
  readonly shape: LeafShape;
  readonly green: Rgb;
  readonly vein: Rgb;
  readonly spots: Spots | undefined;
  /** Yellow mottling between the veins, 0..1. */
  readonly mottle: number;
}

const APPLE: LeafShape = {
  breadth: 0.62,
  broadest: 0.46,
  teeth: 0.012,
  toothCount: 26,
  veins: 7,
  framing: 'whole',
};
const MAIZE: LeafShape = { ...APPLE, framing: 'close-up' };
const POTATO: LeafShape = { ...APPLE, breadth: 0.6, broadest: 0.42, teeth: 0.004, veins: 6 };
const PEPPER: LeafShape = { ...APPLE, breadth: 0.56, broadest: 0.38, teeth: 0, veins: 5 };
const CITRUS: LeafShape = { ...APPLE, breadth: 0.46, broadest: 0.5, teeth: 0, veins: 9 };
const TOMATO: LeafShape = {
  ...APPLE,
  breadth: 0.58,
  broadest: 0.3,
  teeth: 0.085,
  toothCount: 5,
  veins: 5,
};
const STRAWBERRY: LeafShape = {
  ...APPLE,
  breadth: 0.74,
  broadest: 0.56,
  teeth: 0.05,
  toothCount: 10,
  veins: 8,
};

const APPLE_GREEN: Rgb = [72, 104, 70];
const APPLE_VEIN: Rgb = [108, 136, 92];
const POTATO_LOOK = {
  shape: POTATO,
  green: [84, 124, 72],
  vein: [118, 150, 96],
  mottle: 0,
} as const;
const TOMATO_LOOK = {
  shape: TOMATO,
  green: [88, 118, 86],
  vein: [118, 142, 104],
  mottle: 0,
} as const;
const APPLE_LOOK = { shape: APPLE, green: APPLE_GREEN, vein: APPLE_VEIN, mottle: 0 } as const;
const LATE_BLIGHT: Spots = {
  cells: 2.4,
  share: 0.3,
  core: [74, 56, 44],
  rim: [96, 78, 56],
  halo: [122, 130, 70],
  haloWidth: 0.25,
  stretch: 1,
};

export const LEAF_LOOKS: { readonly [L in LeafLabel]: LeafLook } = {
  'apple-healthy': { ...APPLE_LOOK, spots: undefined },
  'apple-scab': {
    ...APPLE_LOOK,
    green: [84, 106, 70],
    spots: {
      cells: 8,
      share: 0.2,
      core: [66, 66, 44],
      rim: [82, 82, 52],
      halo: [100, 112, 66],
      haloWidth: 0.2,
      stretch: 1,
    },
  },
  'apple-black-rot': {
    ...APPLE_LOOK,
    spots: {
      cells: 7,
      share: 0.07,
      core: [128, 96, 66],
      rim: [72, 44, 36],
      halo: [92, 92, 56],
      haloWidth: 0.03,
      stretch: 1,
    },
  },
  'apple-cedar-rust': {
    ...APPLE_LOOK,
    green: [104, 128, 74],
    spots: {
      cells: 7,
      share: 0.07,
      core: [150, 74, 38],
      rim: [206, 130, 44],
      halo: [196, 176, 66],
      haloWidth: 0.1,
      stretch: 1,
    },
  },
  'corn-healthy': {
    shape: MAIZE,
    green: [106, 168, 92],
    vein: [158, 206, 140],
    spots: undefined,
    mottle: 0,
  },
  'corn-common-rust': {
    shape: MAIZE,
    green: [118, 132, 82],
    vein: [150, 158, 110],
    mottle: 0.35,
    spots: {
      cells: 22,
      share: 0.17,
      core: [128, 62, 34],
      rim: [150, 84, 48],
      halo: [170, 160, 92],
      haloWidth: 0.12,
      stretch: 1.8,
    },
  },
  'corn-northern-leaf-blight': {
    shape: MAIZE,
    green: [104, 128, 94],
    vein: [138, 156, 120],
    mottle: 0.1,
    spots: {
      cells: 3.4,
      share: 0.2,
      core: [170, 150, 120],
      rim: [140, 118, 88],
      halo: [120, 128, 92],
      haloWidth: 0.05,
      stretch: 5,
    },
  },
  'orange-huanglongbing': {
    shape: CITRUS,
    green: [104, 126, 44],
    vein: [176, 174, 74],
    spots: undefined,
    mottle: 0.85,
  },
  'bell-pepper-healthy': {
    shape: PEPPER,
    green: [70, 118, 62],
    vein: [112, 152, 92],
    spots: undefined,
    mottle: 0,
  },
  'potato-healthy': { ...POTATO_LOOK, spots: undefined },
  'potato-early-blight': {
    ...POTATO_LOOK,
    green: [134, 142, 66],
    mottle: 0.5,
    spots: {
      cells: 6,
      share: 0.14,
      core: [62, 46, 34],
      rim: [88, 66, 44],
      halo: [188, 178, 72],
      haloWidth: 0.1,
      stretch: 1,
    },
  },
  'potato-late-blight': { ...POTATO_LOOK, spots: LATE_BLIGHT },
  'strawberry-leaf-scorch': {
    shape: STRAWBERRY,
    green: [104, 122, 66],
    vein: [140, 148, 90],
    mottle: 0.25,
    spots: {
      cells: 11,
      share: 0.24,
      core: [110, 62, 60],
      rim: [126, 72, 66],
      halo: [140, 118, 74],
      haloWidth: 0.12,
      stretch: 1,
    },
  },
  'tomato-healthy': { ...TOMATO_LOOK, spots: undefined },
  'tomato-late-blight': { ...TOMATO_LOOK, spots: { ...LATE_BLIGHT, share: 0.36 } },
  'tomato-septoria-leaf-spot': {
    ...TOMATO_LOOK,
    green: [104, 124, 78],
    mottle: 0.3,
    spots: {
      cells: 15,
      share: 0.1,
      core: [120, 106, 84],
      rim: [66, 52, 40],
      halo: [156, 156, 84],
      haloWidth: 0.07,
      stretch: 1,
    },
  },
};
