import { SIGN_LABELS, signPictogramSvg } from '@ocelli/scenes';
import type { LabelComponent } from '@ocelli/ui';

/** The sign as the regulation draws it; its name stands beside it. */
export const SignPictogram: LabelComponent = ({ label }) => {
  const sign = SIGN_LABELS.find((each) => each === label);
  if (sign === undefined) return null;
  const source = `data:image/svg+xml,${encodeURIComponent(signPictogramSvg(sign))}`;
  return <img class="pictogram" src={source} alt="" width={96} height={96} />;
};
