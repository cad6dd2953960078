import { OcelliError } from '@ocelli/core';

const MAX_SHOWN = 12;

const shorten = (names: readonly string[]): string => {
  const rest = names.length - MAX_SHOWN;
  const more = rest > 0 ? ` and ${String(rest)} more` : '';
  return `${names.slice(0, MAX_SHOWN).join(', ')}${more}`;
};

/** A dataset has classes that the model's card knows under no name. */
export class UnknownClassError extends OcelliError {
  static override readonly errorName = 'UnknownClassError';

  /** Classes of the dataset that no label of the card goes by. */
  readonly unknown: readonly string[];
  /** Labels of the card; each may also go by its aliases. */
  readonly expected: readonly string[];
  readonly cardId: string;

  constructor({
    unknown,
    expected,
    cardId,
  }: {
    unknown: readonly string[];
    expected: readonly string[];
    cardId: string;
  }) {
    super({
      message:
        `The model ${cardId} has no class ${shorten(unknown)}. ` +
        `It expects: ${shorten(expected)}.`,
      remedy: "Name each class as a label of the model's card or as one of its aliases.",
    });
    this.unknown = unknown;
    this.expected = expected;
    this.cardId = cardId;
  }
}
