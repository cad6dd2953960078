import { OcelliError } from '@ocelli/core';

/** An error as one JSON object: the `error` field of a line of `--json`. */
export interface ErrorLine {
  readonly name: string;
  readonly message: string;
  readonly remedy: string;
}

const BUG_REMEDY = 'This is a bug in ocelli. Please report it with the output of --verbose.';

/** Name, message and remedy of any thrown value. */
export const toErrorLine = (error: unknown): ErrorLine => {
  if (OcelliError.isInstance(error)) {
    const { name, message, remedy } = error;
    return { name, message, remedy };
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

/** Message, remedy and, when `isVerbose`, the causes with the stack of what Ocelli did not throw itself. */
export const formatError = (
  error: unknown,
  { isVerbose, prefix }: { isVerbose: boolean; prefix: string },
): string => {
  const { message, remedy } = toErrorLine(error);
  const lines = [`${prefix}${message}`, `  ${remedy}`];
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
