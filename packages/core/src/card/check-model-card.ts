import { modelCardIssue, type ModelCardIssue } from '../errors/model-card-error.js';
import { checkCardPreprocess } from './check-card-preprocess.js';
import { checkCardGolden } from './check-card-golden.js';
import type { CardHead, ModelCard } from './model-card.js';

/** The values that occur a second time, with their position. */
const repetitions = (values: readonly string[]): { value: string; index: number }[] => {
  const seen = new Set<string>();
  const repeated: { value: string; index: number }[] = [];
  values.forEach((value, index) => {
    if (seen.has(value)) repeated.push({ value, index });
    seen.add(value);
  });
  return repeated;
};

const unique = (path: string, field: string, values: readonly string[]): ModelCardIssue[] =>
  repetitions(values).map(({ value, index }) =>
    modelCardIssue(
      `${path}[${String(index)}]${field}`,
      'used once',
      `"${value}", as at position ${String(values.indexOf(value))}`,
    ),
  );

const checkDetails = (
  { labelDetails = {}, labelGroups = {} }: ModelCard,
  labels: ReadonlySet<string>,
): ModelCardIssue[] =>
  Object.entries(labelDetails).flatMap(([label, details]) => {
    if (!labels.has(label)) {
      return [modelCardIssue(`labelDetails.${label}`, 'the details of a label', 'of none')];
    }
    const group = details?.group;
    if (group === undefined || Object.hasOwn(labelGroups, group)) return [];
    return [modelCardIssue(`labelDetails.${label}.group`, 'one of the labelGroups', `"${group}"`)];
  });

const checkHead = (head: CardHead, labels: ReadonlySet<string>): ModelCardIssue[] => {
  const unknown = (path: string, label: string): ModelCardIssue[] =>
    labels.has(label) ? [] : [modelCardIssue(path, 'one of the labels', `"${label}"`)];
  const issues: ModelCardIssue[] = [];
  if (typeof head.threshold === 'object') {
    for (const label of Object.keys(head.threshold)) {
      issues.push(...unknown(`head.threshold.${label}`, label));
    }
  }
  for (const list of ['allow', 'deny'] as const) {
    head[list]?.forEach((label, index) => {
      issues.push(...unknown(`head.${list}[${String(index)}]`, label));
    });
  }
  const denied = new Set(head.deny);
  if ([...(head.allow ?? labels)].every((label) => denied.has(label))) {
    const [path, received] =
      head.allow?.length === 0
        ? ['head.allow', 'an empty list']
        : ['head.deny', 'a list that denies every allowed label'];
    issues.push(modelCardIssue(path, 'a list that leaves at least one label', received));
  }
  return issues;
};

/** What is wrong in a card of the right shape: the rules that span several fields. */
export const checkModelCard = (card: ModelCard): readonly ModelCardIssue[] => {
  const labels = new Set(card.labels);
  return [
    ...unique('labels', '', card.labels),
    ...checkDetails(card, labels),
    ...checkCardPreprocess(card.preprocess),
    ...checkHead(card.head, labels),
    ...unique(
      'variants',
      '.name',
      card.variants.map((variant) => variant.name),
    ),
    ...(card.golden === undefined ? [] : checkCardGolden(card.golden, card)),
  ];
};
