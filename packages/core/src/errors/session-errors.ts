import { OcelliError } from './ocelli-error.js';

const counted = (count: number, noun: string): string =>
  `${String(count)} ${noun}${count === 1 ? '' : 's'}`;

/** The bytes of a model could not be turned into a session. */
export class ModelLoadError extends OcelliError {
  static override readonly errorName: string = 'ModelLoadError';

  /** Path, URL or card id of the model, as far as it is known. */
  readonly source: string;

  constructor({
    source,
    reason,
    remedy = 'Check that the file is a complete ONNX model.',
    cause,
  }: {
    source: string;
    reason: string;
    remedy?: string;
    cause?: unknown;
  }) {
    const end = reason.endsWith('.') ? '' : '.';
    super({ message: `Cannot load the model ${source}: ${reason}${end}`, remedy, cause });
    this.source = source;
  }
}

/** The model's inputs or outputs are not what the card declares. */
export class SignatureMismatchError extends OcelliError {
  static override readonly errorName = 'SignatureMismatchError';

  readonly source: string;
  readonly problems: readonly string[];

  constructor({ source, problems }: { source: string; problems: readonly string[] }) {
    super({
      message: `The model ${source} does not have the declared signature: ${problems.join('; ')}.`,
      remedy: 'Correct the card, or load the model file that the card was written for.',
    });
    this.source = source;
    this.problems = problems;
  }
}

/** A tensor has other dims or another dtype than the model's input takes. */
export class TensorMismatchError extends OcelliError {
  static override readonly errorName = 'TensorMismatchError';

  readonly tensor: string;
  readonly expected: string;
  readonly actual: string;

  constructor({ tensor, expected, actual }: { tensor: string; expected: string; actual: string }) {
    super({
      message: `Tensor "${tensor}" must be ${expected}, but it is ${actual}.`,
      remedy: 'Compare the tensor with session.inputs.',
    });
    this.tensor = tensor;
    this.expected = expected;
    this.actual = actual;
  }
}

/** One step on the way to a session: what was tried, how it ended and why. */
export interface FailedAttempt {
  readonly executionProvider: string;
  readonly reason: string;
}

/** Every execution provider that was asked for failed. */
export class NoAvailableExecutionProviderError extends OcelliError {
  static override readonly errorName = 'NoAvailableExecutionProviderError';

  readonly attempts: readonly FailedAttempt[];

  constructor({ attempts, cause }: { attempts: readonly FailedAttempt[]; cause?: unknown }) {
    const tried = attempts.map((a) => `${a.executionProvider} (${a.reason})`).join(', ');
    super({
      message: `No execution provider could run the model. Tried: ${tried}.`,
      remedy: "Add 'cpu' (Node) or 'wasm' (browser) at the end of the execution providers to try.",
      cause,
    });
    this.attempts = attempts;
  }
}

/** A provider's outputs on the card's golden inputs are too far from the golden outputs. */
export class SelfCheckError extends OcelliError {
  static override readonly errorName = 'SelfCheckError';

  readonly executionProvider: string;
  readonly maxAbsoluteDifference: number;
  readonly tolerance: number;

  constructor({
    executionProvider,
    maxAbsoluteDifference,
    tolerance,
  }: {
    executionProvider: string;
    maxAbsoluteDifference: number;
    tolerance: number;
  }) {
    super({
      message:
        `Execution provider ${executionProvider} is off by ${String(maxAbsoluteDifference)} on the ` +
        `golden inputs, where ${String(tolerance)} is allowed.`,
      remedy: 'Use another execution provider, or update its driver.',
    });
    this.executionProvider = executionProvider;
    this.maxAbsoluteDifference = maxAbsoluteDifference;
    this.tolerance = tolerance;
  }
}

/** A session, classifier or backend was used after `release()`. */
export class ReleasedError extends OcelliError {
  static override readonly errorName = 'ReleasedError';

  readonly what: string;

  constructor({ what }: { what: string }) {
    super({ message: `The ${what} has been released.`, remedy: `Create a new ${what}.` });
    this.what = what;
  }
}

/** The runtime failed while it ran the model; the session stays usable. */
export class InferenceError extends OcelliError {
  static override readonly errorName = 'InferenceError';

  readonly executionProvider: string;

  constructor({
    executionProvider,
    reason,
    cause,
  }: {
    executionProvider: string;
    reason: string;
    cause?: unknown;
  }) {
    super({
      message: `The run on ${executionProvider} failed: ${reason}`,
      remedy: 'Check the input; the session is still usable for the next run.',
      cause,
    });
    this.executionProvider = executionProvider;
  }
}

/**
 * The model gave NaN or infinite logits, or values outside 0..1 where the card says `probabilities`, so
 * no decision can be made from them.
 */
export class InvalidLogitsError extends OcelliError {
  static override readonly errorName = 'InvalidLogitsError';

  readonly index: number;
  readonly value: number;

  constructor({
    index,
    value,
    expected = 'finite logits',
    remedy = 'Check the input pixels and the model weights; try another execution provider.',
  }: {
    index: number;
    value: number;
    expected?: string;
    remedy?: string;
  }) {
    super({
      message: `Logit ${String(index)} is ${String(value)}; a decision needs ${expected}.`,
      remedy,
    });
    this.index = index;
    this.value = value;
  }
}

/** The card has another number of labels than the model has logits. */
export class LabelCountMismatchError extends OcelliError {
  static override readonly errorName = 'LabelCountMismatchError';

  readonly labelCount: number;
  readonly logitCount: number;

  constructor({ labelCount, logitCount }: { labelCount: number; logitCount: number }) {
    super({
      message: `The card has ${counted(labelCount, 'label')}, but the model gives ${counted(logitCount, 'logit')}.`,
      remedy: 'List exactly one label per logit, in the order of the output.',
    });
    this.labelCount = labelCount;
    this.logitCount = logitCount;
  }
}
