import { OcelliError } from '@ocelli/core';

/** The loss or a weight became NaN or infinite. */
export class DivergedError extends OcelliError {
  static override readonly errorName = 'DivergedError';

  /** Number of the step, from 1. */
  readonly step: number;
  readonly loss: number;
  readonly learningRate: number;
  /** Step of the last checkpoint, which is from before; undefined when there is none. */
  readonly checkpointStep: number | undefined;

  constructor({
    step,
    loss,
    learningRate,
    checkpointStep,
  }: {
    step: number;
    loss: number;
    learningRate: number;
    checkpointStep: number | undefined;
  }) {
    const what = Number.isFinite(loss) ? 'weights that are not finite' : `a loss of ${loss}`;
    const kept =
      checkpointStep === undefined ? '' : ` The checkpoint of step ${checkpointStep} is kept.`;
    super({
      message: `Training diverged: ${what} at step ${step}, learning rate ${learningRate}.${kept}`,
      remedy: 'Lower the learning rate, warm it up over more steps, or clip the gradients.',
    });
    this.step = step;
    this.loss = loss;
    this.learningRate = learningRate;
    this.checkpointStep = checkpointStep;
  }
}
