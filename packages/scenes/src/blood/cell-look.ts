import type { Rgb } from '../raster/bitmap.js';
import type { BloodCellLabel } from './blood-truth.js';

/** A lobe of a nucleus: a disc, in radii of the cell from its centre. */
export interface NucleusLobe {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** How a cell looks after May-Grünwald-Giemsa staining. Lengths are in hundredths of the frame's height. */
export interface CellLook {
  readonly radius: number;
  /** Share of the radius by which the outline wavers. */
  readonly irregularity: number;
  readonly cytoplasm: Rgb;
  /** Dark grains: granules of the cytoplasm, clumps of the nucleus, or over both. */
  readonly granules: {
    readonly colour: Rgb;
    readonly size: number;
    readonly density: number;
    readonly on: 'cytoplasm' | 'nucleus' | 'all';
  };
  readonly nucleus: Rgb;
  readonly lobes: readonly NucleusLobe[];
  readonly vacuoles: boolean;
}

export const CELL_LOOKS: { readonly [L in BloodCellLabel]: CellLook } = {
  neutrophil: {
    radius: 19.5,
    irregularity: 0.03,
    cytoplasm: [222, 184, 190],
    granules: { colour: [180, 130, 160], size: 0.8, density: 0.35, on: 'cytoplasm' },
    nucleus: [70, 34, 104],
    lobes: [
      { x: -0.36, y: -0.3, radius: 0.3 },
      { x: -0.42, y: 0.12, radius: 0.24 },
      { x: -0.08, y: 0.38, radius: 0.3 },
      { x: 0.32, y: 0.24, radius: 0.28 },
    ],
    vacuoles: false,
  },
  eosinophil: {
    radius: 19.5,
    irregularity: 0.03,
    cytoplasm: [216, 140, 124],
    granules: { colour: [190, 92, 92], size: 1.1, density: 0.6, on: 'cytoplasm' },
    nucleus: [72, 36, 106],
    lobes: [
      { x: -0.34, y: -0.22, radius: 0.38 },
      { x: 0.26, y: 0.3, radius: 0.38 },
      { x: -0.08, y: 0.06, radius: 0.16 },
    ],
    vacuoles: false,
  },
  basophil: {
    radius: 18,
    irregularity: 0.04,
    cytoplasm: [112, 66, 122],
    granules: { colour: [44, 18, 62], size: 1.5, density: 0.62, on: 'all' },
    nucleus: [86, 46, 112],
    lobes: [
      { x: -0.3, y: -0.1, radius: 0.5 },
      { x: 0.3, y: 0.14, radius: 0.46 },
    ],
    vacuoles: false,
  },
  lymphocyte: {
    radius: 15,
    irregularity: 0.04,
    cytoplasm: [150, 146, 196],
    granules: { colour: [60, 26, 92], size: 1.8, density: 0.3, on: 'nucleus' },
    nucleus: [70, 34, 102],
    lobes: [{ x: -0.05, y: 0.04, radius: 0.86 }],
    vacuoles: false,
  },
  monocyte: {
    radius: 25,
    irregularity: 0.1,
    cytoplasm: [166, 152, 186],
    granules: { colour: [120, 88, 146], size: 1.2, density: 0.25, on: 'all' },
    nucleus: [100, 56, 128],
    lobes: [
      { x: -0.34, y: -0.28, radius: 0.42 },
      { x: 0.1, y: -0.36, radius: 0.44 },
      { x: 0.42, y: -0.02, radius: 0.38 },
      { x: -0.42, y: 0.12, radius: 0.3 },
    ],
    vacuoles: true,
  },
  'immature-granulocyte': {
    radius: 19.6,
    irregularity: 0.05,
    cytoplasm: [206, 176, 200],
    granules: { colour: [128, 74, 140], size: 0.7, density: 0.38, on: 'all' },
    nucleus: [78, 40, 108],
    lobes: [
      { x: -0.26, y: -0.12, radius: 0.52 },
      { x: -0.02, y: 0.3, radius: 0.42 },
    ],
    vacuoles: false,
  },
  erythroblast: {
    radius: 14,
    irregularity: 0.04,
    cytoplasm: [158, 146, 178],
    granules: { colour: [30, 12, 54], size: 2, density: 0.25, on: 'nucleus' },
    nucleus: [46, 22, 74],
    lobes: [{ x: -0.12, y: -0.06, radius: 0.62 }],
    vacuoles: false,
  },
  platelet: {
    radius: 8.2,
    irregularity: 0.12,
    cytoplasm: [176, 134, 176],
    granules: { colour: [104, 52, 122], size: 0.9, density: 0.5, on: 'cytoplasm' },
    nucleus: [128, 78, 146],
    lobes: [{ x: 0, y: 0, radius: 0.5 }],
    vacuoles: false,
  },
};
