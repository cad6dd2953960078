import { OcelliError } from '@ocelli/core';

/** One thing that is wrong in a recipe. */
export interface RecipeIssue {
  /** Where, dotted: `training.optimizer.momentum`; empty for the recipe itself. */
  readonly path: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
}

/** A recipe is not what its schema and the rules across its fields ask for. */
export class RecipeError extends OcelliError {
  static override readonly errorName = 'RecipeError';

  /** Everything that is wrong, in the order of the recipe's fields. */
  readonly issues: readonly RecipeIssue[];

  constructor({ issues, cause }: { issues: readonly RecipeIssue[]; cause?: unknown }) {
    super({
      message: `The recipe is not valid: ${issues.map(({ message }) => message).join(' ')}`,
      remedy: 'Correct these fields; the JSON Schema of a recipe lists all that there are.',
      cause,
    });
    this.issues = issues;
  }
}
