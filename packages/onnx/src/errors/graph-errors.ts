import { OcelliError } from '@ocelli/core';

/** A graph breaks a rule that every ONNX graph keeps: unique names, no cycles, defined inputs. */
export class InvalidGraphError extends OcelliError {
  static override readonly errorName = 'InvalidGraphError';

  readonly problems: readonly string[];

  constructor({ problems, cause }: { problems: readonly string[]; cause?: unknown }) {
    super({
      message: `The graph is not valid: ${problems.join('; ')}.`,
      remedy: 'Give every value one producer, and use a value only after it is produced.',
      cause,
    });
    this.problems = problems;
  }
}

/** A model holds something that a rewrite cannot carry over without changing what it computes. */
export class UnsupportedRewriteError extends OcelliError {
  static override readonly errorName = 'UnsupportedRewriteError';

  readonly rewrite: string;
  /** The node in the way: its name, or its operator and first output. */
  readonly node: string | undefined;
  readonly reason: string;

  constructor({
    rewrite,
    node,
    reason,
    remedy = 'Export the model again with a newer opset, or leave this rewrite out.',
    cause,
  }: {
    rewrite: string;
    node?: string;
    reason: string;
    remedy?: string;
    cause?: unknown;
  }) {
    const where = node === undefined ? '' : ` at ${node}`;
    super({ message: `Cannot apply ${rewrite}${where}: ${reason}.`, remedy, cause });
    this.rewrite = rewrite;
    this.node = node;
    this.reason = reason;
  }
}

/** The values of a tensor in a model cannot be read. */
export class UnreadableTensorError extends OcelliError {
  static override readonly errorName = 'UnreadableTensorError';

  readonly tensor: string;
  readonly reason: string;

  constructor({ tensor, reason, remedy }: { tensor: string; reason: string; remedy: string }) {
    super({ message: `The values of tensor "${tensor}" cannot be read: ${reason}.`, remedy });
    this.tensor = tensor;
    this.reason = reason;
  }
}
