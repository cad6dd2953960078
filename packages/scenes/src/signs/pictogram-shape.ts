/** The traffic colours of DIN 6171 as screen colours, and the greys of end-of-limit signs. */
export const SIGN_COLOURS = {
  red: '#c1121c',
  blue: '#154889',
  yellow: '#f7ba0b',
  green: '#008754',
  white: '#ffffff',
  grey: '#8d948d',
  black: '#0e0e10',
} as const;

export type SignColour = keyof typeof SIGN_COLOURS;

/** One area or line of a pictogram, in a square of 100 by 100 with y downwards. */
export interface PictogramShape {
  /** SVG path data. */
  readonly d: string;
  readonly fill?: SignColour;
  readonly stroke?: SignColour;
  /** Before `transform`. */
  readonly strokeWidth?: number;
  /** Ends and corners; default `sharp`: butt caps and mitred joins. */
  readonly strokeEnds?: 'sharp' | 'round';
  /** Default `nonzero`. */
  readonly fillRule?: 'nonzero' | 'evenodd';
  /** SVG transform list of translate, scale and rotate. */
  readonly transform?: string;
}

/** The shapes of a pictogram, from back to front. */
export type Pictogram = readonly PictogramShape[];
