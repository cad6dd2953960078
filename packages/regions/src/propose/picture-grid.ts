/** Sign colours that a cell can have; the upper two bits of its hue. */
export const CELL_COLOURS = { none: 0, red: 1, blue: 2, yellow: 3 } as const;
export type CellColour = Exclude<keyof typeof CELL_COLOURS, 'none'>;

/** Strengths are 0..63. */
export const STRENGTH_BITS = 6;
export const MAX_STRENGTH = 63;

/** A frame as a coarse grid of cells, upright, row by row. The arrays are reused from frame to frame. */
export interface PictureGrid {
  /** Pixels per side of a cell. */
  readonly step: number;
  readonly columns: number;
  readonly rows: number;
  /** 0 black .. 255 white. `[rows, columns]` */
  readonly luma: Uint8Array;
  /**
   * One of `CELL_COLOURS`, shifted left by `STRENGTH_BITS`, plus how strong it is: the difference of the channels that
   * make the colour over the largest channel, 0..63. `[rows, columns]`
   */
  readonly hue: Uint8Array;
  /** Strongest cell of each colour in each row, so that rows without a colour need not be searched. `[rows, 4]` */
  readonly rowPeaks: Uint8Array;
}
