import { OcelliError } from '@ocelli/core';

/** What can be wrong with a dataset, and what to do about it. */
const REMEDIES = {
  'not-found': 'Check the path.',
  'no-classes': 'Give the folder one subfolder per class, each with its pictures.',
  'empty-class': 'Add pictures of the class, or leave its label out.',
  'too-few-examples': 'Training needs pictures of at least two classes.',
  'no-column': 'Name the columns of the list in `columns`, as its first line spells them.',
  'bad-value': 'Correct the line of the list.',
  'too-many-unreadable':
    'Look at the first of them, repair or remove the files, or raise maxUnreadable.',
} as const;

export type DatasetErrorReason = keyof typeof REMEDIES;

/** All reasons, for tables and tests. */
export const DATASET_ERROR_REASONS = Object.keys(REMEDIES) as readonly DatasetErrorReason[];

/** A folder, a list or a set of examples cannot serve as a dataset. */
export class DatasetError extends OcelliError {
  static override readonly errorName = 'DatasetError';

  /** Path of the folder or list; `dataset` where there is none. */
  readonly source: string;
  readonly reason: DatasetErrorReason;
  /** Line of the list, from 1. */
  readonly line: number | undefined;
  /** Column of the list, or class. */
  readonly field: string | undefined;

  constructor({
    source,
    reason,
    detail,
    line,
    field,
    cause,
  }: {
    source: string;
    reason: DatasetErrorReason;
    /** What was found, as a sentence fragment: `the folder has no subfolder`. */
    detail: string;
    line?: number;
    field?: string;
    cause?: unknown;
  }) {
    const at = line === undefined ? '' : `, line ${String(line)}`;
    super({
      message: `Cannot use ${source}${at}: ${detail}.`,
      remedy: REMEDIES[reason],
      cause,
    });
    this.source = source;
    this.reason = reason;
    this.line = line;
    this.field = field;
  }

  override toJSON(): ReturnType<OcelliError['toJSON']> & { source: string; reason: string } {
    return { ...super.toJSON(), source: this.source, reason: this.reason };
  }
}
