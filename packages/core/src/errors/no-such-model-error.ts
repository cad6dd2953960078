import { OcelliError } from './ocelli-error.js';

/** A registry was asked for a model that it does not hold. */
export class NoSuchModelError extends OcelliError {
  static override readonly errorName = 'NoSuchModelError';

  readonly modelId: string;
  readonly available: readonly string[];

  constructor({ modelId, available }: { modelId: string; available: readonly string[] }) {
    const list = available.length === 0 ? 'none' : available.join(', ');
    super({
      message: `There is no model "${modelId}" in the registry. It holds: ${list}.`,
      remedy: 'Use one of these ids, or add the card to createRegistry.',
    });
    this.modelId = modelId;
    this.available = available;
  }
}
