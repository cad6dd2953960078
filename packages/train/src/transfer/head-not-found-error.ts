import { OcelliError } from '@ocelli/core';

/** No layer of the model could be recognised as the one that makes the logits. */
export class HeadNotFoundError extends OcelliError {
  static override readonly errorName = 'HeadNotFoundError';

  /** The outputs that were followed back. */
  readonly outputs: readonly string[];

  constructor({ outputs }: { outputs: readonly string[] }) {
    super({
      message:
        `No classifier head was found behind the outputs ${outputs.join(', ')}: looked for a Gemm, ` +
        'MatMul or Conv with stored weights, followed only by bias, activation, pooling and reshaping.',
      remedy: 'Name the output that holds the logits, or use a model that ends in such a layer.',
    });
    this.outputs = outputs;
  }
}
