import { OcelliError } from '@ocelli/core';

/** One thing that is wrong in a configuration. */
export interface RunnerConfigIssue {
  /** Where, dotted: `cameras[0].source.url`; empty for the document itself. */
  readonly path: string;
  /** From 1; both undefined where the configuration is no text. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly expected: string;
  readonly received: string;
  /** All of it in one sentence. */
  readonly message: string;
}

const placeOf = (file: string, { line, column }: RunnerConfigIssue): string =>
  line === undefined ? file : `${file}:${String(line)}:${String(column ?? 1)}`;

/** A configuration is not what the runner takes. The message has a line for each issue. */
export class RunnerConfigError extends OcelliError {
  static override readonly errorName = 'RunnerConfigError';

  readonly file: string;
  readonly issues: readonly RunnerConfigIssue[];

  constructor({
    file,
    issues,
    cause,
  }: {
    file: string;
    issues: readonly RunnerConfigIssue[];
    cause?: unknown;
  }) {
    super({
      message: issues.map((issue) => `${placeOf(file, issue)}: ${issue.message}`).join('\n'),
      remedy: `Correct it, then check with: ocelli run ${file} --check`,
      cause,
    });
    this.file = file;
    this.issues = issues;
  }

  override toJSON(): ReturnType<OcelliError['toJSON']> & {
    file: string;
    issues: readonly RunnerConfigIssue[];
  } {
    return { ...super.toJSON(), file: this.file, issues: this.issues };
  }
}
