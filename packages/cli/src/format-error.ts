import { ModelCardError, type ModelCardIssue, OcelliError } from '@ocelli/core';

/** An error as one JSON object: the `error` field of a line of `--json`. */
export interface ErrorLine {
  readonly name: string;
  readonly message: string;
  readonly remedy: string;
  /** Everything that is wrong with a model card; of other errors there is none. */
  readonly issues?: readonly ModelCardIssue[];
}

const BUG_REMEDY = 'This is a bug in ocelli. Please report it with the output of --verbose.';

/** Name, message and remedy of any thrown value. */
export const toErrorLine = (error: unknown): ErrorLine => {
  if (OcelliError.isInstance(error)) {
    const { name, message, remedy } = error;
    const issues = ModelCardError.isInstance(error) ? { issues: error.issues } : {};
    return { name, message, remedy, ...issues };
  }
  if (error instanceof Error) {
    return { name: error.name, message: error.message, remedy: BUG_REMEDY };
  }
  return { name: 'Error', message: String(error), remedy: BUG_REMEDY };
};

const causesOf = (error: unknown): unknown[] => {
  const causes: unknown[] = [];
  let current = error instanceof Error ? error.cause : undefined;
  // A chain that runs in a circle ends where it began.
  while (current !== undefined && !causes.includes(current) && current !== error) {
    causes.push(current);
    current = current instanceof Error ? current.cause : undefined;
  }
  return causes;
};

const cardOf = ({ cardId }: ModelCardError): string =>
  cardId === undefined ? 'The model card' : `The model card "${cardId}"`;

const CARD_REMEDY = 'Correct these fields; the JSON Schema of a card lists all that there are.';

/** Message, all issues of a card, remedy and, when `isVerbose`, the causes with the stack of what Ocelli did not throw itself. */
export const formatError = (
  error: unknown,
  { isVerbose, prefix }: { isVerbose: boolean; prefix: string },
): string => {
  const { message, remedy, issues = [] } = toErrorLine(error);
  // The message of a card's error names the first few issues only.
  const headline = ModelCardError.isInstance(error) ? `${cardOf(error)} is not valid:` : message;
  const lines = [
    `${prefix}${headline}`,
    ...issues.map((issue) => `  - ${issue.message}`),
    `  ${issues.length === 0 ? remedy : CARD_REMEDY}`,
  ];
  if (isVerbose) {
    if (!OcelliError.isInstance(error) && error instanceof Error) lines.push(`  ${error.stack}`);
    for (const cause of causesOf(error)) {
      const isOurs = OcelliError.isInstance(cause);
      const text = cause instanceof Error && !isOurs ? cause.stack : undefined;
      const own = toErrorLine(cause);
      lines.push(`  caused by ${text ?? `${own.name}: ${own.message}`}`);
    }
  }
  return lines.join('\n');
};
