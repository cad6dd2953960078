import { OcelliError } from '@ocelli/core';

/** A node between the trained values and the loss has no derivative here. */
export class NotDifferentiableError extends OcelliError {
  static override readonly errorName = 'NotDifferentiableError';

  /** The node's name, or its operator and first output. */
  readonly node: string;
  /** Its operator, with the domain when that is not the standard's. */
  readonly operator: string;
  readonly reason: string;
  /** Trained values that reach the loss only through this node or through others like it; freeze them. */
  readonly upstream: readonly string[];

  constructor({
    node,
    operator,
    reason,
    upstream,
  }: {
    node: string;
    operator: string;
    reason: string;
    upstream: readonly string[];
  }) {
    const shown = upstream.slice(0, 3).map((name) => `"${name}"`);
    const more =
      upstream.length > shown.length ? ` and ${upstream.length - shown.length} more` : '';
    super({
      message: `Cannot differentiate node ${node}: ${reason}.`,
      remedy: `Freeze what lies before it: ${shown.join(', ')}${more}.`,
    });
    this.node = node;
    this.operator = operator;
    this.reason = reason;
    this.upstream = upstream;
  }
}

/** The backward pass needs the dims or the element type of a value, and they are not known. */
export class UnknownShapeError extends OcelliError {
  static override readonly errorName = 'UnknownShapeError';

  readonly value: string;
  /** What is known: numbers, names of free dims, `?`; undefined when not even the rank is. */
  readonly dims: readonly (number | string)[] | undefined;

  constructor({ value, dims }: { value: string; dims: readonly (number | string)[] | undefined }) {
    const known = dims === undefined ? 'unknown rank' : `[${dims.join(', ')}]`;
    super({
      message: `The gradient needs all dims of "${value}", but they are ${known}.`,
      remedy: 'Give every input fixed dims, the batch size among them, before differentiating.',
    });
    this.value = value;
    this.dims = dims;
  }
}
