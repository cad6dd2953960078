import { InvalidArgumentError } from '@ocelli/core';
import type { Pictogram } from './pictogram-shape.js';
import { DIRECTIONS } from './pictograms/directions.js';
import { PROHIBITIONS } from './pictograms/prohibitions.js';
import { WARNINGS } from './pictograms/warnings.js';
import type { SignLabel } from './sign-label.js';
import { SIGN_LABELS } from './sign-label.js';

const PICTOGRAMS: { readonly [L in SignLabel]: Pictogram } = {
  ...PROHIBITIONS,
  ...DIRECTIONS,
  ...WARNINGS,
};

/**
 * The shapes of a sign.
 *
 * @throws InvalidArgumentError for a label that is none of the 43.
 */
export const signPictogram = (label: SignLabel): Pictogram => {
  if (SIGN_LABELS.includes(label)) return PICTOGRAMS[label];
  throw new InvalidArgumentError({
    argument: 'label',
    expected: 'the id of a German traffic sign (SIGN_LABELS)',
    actual: String(label),
  });
};
