import { ModelImportError } from '../errors/model-import-error.js';
import { LabelCountMismatchError } from '../errors/session-errors.js';
import type { ClassOutput } from './class-output.js';

/** Labels ready for a card, and what had to be assumed for them. */
export interface ClassLabels {
  readonly labels: readonly string[];
  readonly assumptions: readonly string[];
}

/** Labels of a card are ids, so a second "crane" gets its index: `crane (517)`. */
const unique = (labels: readonly string[]): ClassLabels => {
  const seen = new Set<string>();
  const repeated: string[] = [];
  const named = labels.map((label, index) => {
    const isNew = label !== '' && !seen.has(label);
    const id = isNew ? label : `${label === '' ? 'class' : label} (${String(index)})`;
    if (!isNew) repeated.push(id);
    seen.add(id);
    return id;
  });
  return {
    labels: named,
    assumptions:
      repeated.length === 0
        ? []
        : [`Labels that are empty or occur twice carry their index: ${repeated.join(', ')}.`],
  };
};

/**
 * Labels for an output: the given ones, or `class-0`, `class-1`, … as many as the output has values.
 *
 * @throws LabelCountMismatchError when there are more or fewer labels than values, ModelImportError when
 * there are no labels and the number of values is free.
 */
export const classLabels = (
  file: string,
  labels: readonly string[] | undefined,
  output: ClassOutput,
): ClassLabels => {
  const { count } = output;
  if (labels !== undefined) {
    if (count !== undefined && count !== labels.length) {
      throw new LabelCountMismatchError({ labelCount: labels.length, logitCount: count });
    }
    return unique(labels);
  }
  if (count === undefined) {
    throw new ModelImportError({
      file,
      field: 'labels',
      reason: `are not known, nor how many there are: output "${output.name}" has free dims`,
      remedy: 'Pass the labels.',
    });
  }
  return {
    labels: Array.from({ length: count }, (_, index) => `class-${String(index)}`),
    assumptions: [
      `No labels are known, so they are numbered: class-0 to class-${String(count - 1)}.`,
    ],
  };
};
