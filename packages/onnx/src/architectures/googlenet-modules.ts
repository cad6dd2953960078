/** Widths of one module's branches, in the order of the paper's table 1. */
export interface GooglenetModuleWidths {
  readonly one: number;
  readonly threeReduced: number;
  readonly three: number;
  readonly fiveReduced: number;
  readonly five: number;
  readonly pooled: number;
}

const widths = (
  one: number,
  threeReduced: number,
  three: number,
  fiveReduced: number,
  five: number,
  pooled: number,
): GooglenetModuleWidths => ({ one, threeReduced, three, fiveReduced, five, pooled });

/** The modules by name; a pool with stride 2 stands before 4a and 5a. */
export const GOOGLENET_MODULES: Readonly<Record<string, GooglenetModuleWidths>> = {
  '3a': widths(64, 96, 128, 16, 32, 32),
  '3b': widths(128, 128, 192, 32, 96, 64),
  '4a': widths(192, 96, 208, 16, 48, 64),
  '4b': widths(160, 112, 224, 24, 64, 64),
  '4c': widths(128, 128, 256, 24, 64, 64),
  '4d': widths(112, 144, 288, 32, 64, 64),
  '4e': widths(256, 160, 320, 32, 128, 128),
  '5a': widths(256, 160, 320, 32, 128, 128),
  '5b': widths(384, 192, 384, 48, 128, 128),
};
