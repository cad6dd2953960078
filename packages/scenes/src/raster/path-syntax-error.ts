import { OcelliError } from '@ocelli/core';

/** SVG path data or a transform list could not be read. */
export class PathSyntaxError extends OcelliError {
  static override readonly errorName = 'PathSyntaxError';

  /** The text that was read. */
  readonly source: string;
  /** Where reading stopped: an index into `source`. */
  readonly position: number;

  constructor({
    source,
    position,
    expected,
  }: {
    source: string;
    position: number;
    expected: string;
  }) {
    const found =
      position < source.length ? `"${source.slice(position, position + 12)}"` : 'its end';
    super({
      message: `Expected ${expected} at position ${String(position)}, but found ${found}.`,
      remedy: 'Write path data of the commands M L H V C S Q T A Z with plain numbers.',
    });
    this.source = source;
    this.position = position;
  }
}
