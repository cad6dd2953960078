import { OcelliError } from './ocelli-error.js';

/** A value passed to a public function is outside what the function takes. */
export class InvalidArgumentError extends OcelliError {
  static override readonly errorName = 'InvalidArgumentError';

  readonly argument: string;

  constructor({
    argument,
    expected,
    actual,
    remedy = `Pass ${expected}.`,
    cause,
  }: {
    /** Name of the argument, dotted when it is a field: `options.topK`. */
    argument: string;
    /** What is accepted, as a noun phrase: `a positive integer`. */
    expected: string;
    /** What arrived, in words short enough for one line. */
    actual: string;
    remedy?: string;
    cause?: unknown;
  }) {
    super({ message: `${argument} must be ${expected}, but it is ${actual}.`, remedy, cause });
    this.argument = argument;
  }
}
