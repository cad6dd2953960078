import { OcelliError } from '@ocelli/core';

/** Browsers give cameras, hashes and caches to secure pages only. */
export class InsecureContextError extends OcelliError {
  static override readonly errorName = 'InsecureContextError';

  /** What needs a secure page, as a noun phrase: `the camera`. */
  readonly feature: string;

  constructor({ feature, origin }: { feature: string; origin: string }) {
    super({
      message: `${origin} is not a secure page, so the browser keeps ${feature} from it.`,
      remedy: 'Open the page over https, or on http://localhost.',
    });
    this.feature = feature;
  }
}

/** @throws InsecureContextError */
export const checkSecureContext = (feature: string): void => {
  if (!globalThis.isSecureContext) {
    throw new InsecureContextError({ feature, origin: globalThis.location.origin });
  }
};
