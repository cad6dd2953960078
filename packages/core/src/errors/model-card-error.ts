import { OcelliError } from './ocelli-error.js';

/** One thing that is wrong in a model card. */
export interface ModelCardIssue {
  /** Where, dotted: `head.allow[2]`; empty for the card itself. */
  readonly path: string;
  readonly expected: string;
  readonly received: string;
  /** All of it in one sentence. */
  readonly message: string;
}

/** An issue with its sentence. */
export const modelCardIssue = (
  path: string,
  expected: string,
  received: string,
): ModelCardIssue => ({
  path,
  expected,
  received,
  message: `${path === '' ? 'The card' : path} must be ${expected}, but it is ${received}.`,
});

const MAX_ISSUES_IN_MESSAGE = 3;

/** A model card is not what the schema and the cross-field rules ask for. */
export class ModelCardError extends OcelliError {
  static override readonly errorName = 'ModelCardError';

  /** Id of the card, as far as it could be read. */
  readonly cardId: string | undefined;
  /** Everything that is wrong, in the order of the card's fields. */
  readonly issues: readonly ModelCardIssue[];

  constructor({
    cardId,
    issues,
  }: {
    cardId: string | undefined;
    issues: readonly ModelCardIssue[];
  }) {
    const shown = issues.slice(0, MAX_ISSUES_IN_MESSAGE).map((issue) => issue.message);
    const rest = issues.length - shown.length;
    if (rest > 0) shown.push(`And ${String(rest)} more.`);
    const name = cardId === undefined ? '' : ` "${cardId}"`;
    super({
      message: `The model card${name} is not valid: ${shown.join(' ')}`,
      remedy: 'Correct the fields named in `issues`; the JSON Schema of a card lists all of them.',
    });
    this.cardId = cardId;
    this.issues = issues;
  }
}
