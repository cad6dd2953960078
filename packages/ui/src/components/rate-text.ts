import type { RateReport } from '@ocelli/rx';
import { picturesPerSecond } from '../app/watch-camera.js';

/** How many pictures are looked at in a second, as users read it: slow machines do less than one. */
export const rateText = (rate: RateReport, language: string): string =>
  new Intl.NumberFormat(language, { maximumSignificantDigits: 2 }).format(picturesPerSecond(rate));

/** How long half of the answers take at most; undefined before the first. */
export const delayText = ({ latencyMs }: RateReport, language: string): string | undefined =>
  latencyMs &&
  `${new Intl.NumberFormat(language, { maximumFractionDigits: 0 }).format(latencyMs.p50)} ms`;
