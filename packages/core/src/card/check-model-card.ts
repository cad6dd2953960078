import type { ModelCardIssue } from '../errors/model-card-error.js';
import type { PreprocessConfig } from '../preprocess/preprocess-config.js';
import { elementCount } from '../tensor/tensor.js';
import type { CardGolden, CardHead, GoldenTensor, ModelCard } from './model-card.js';

const issueOf = (path: string, expected: string, received: string): ModelCardIssue => ({
  path,
  expected,
  received,
  message: `${path} must be ${expected}, but it is ${received}.`,
});

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
    issueOf(
      `${path}[${String(index)}]${field}`,
      'used once',
      `"${value}", as at position ${String(values.indexOf(value))}`,
    ),
  );

const checkHead = (head: CardHead, labels: ReadonlySet<string>): ModelCardIssue[] => {
  const unknown = (path: string, label: string): ModelCardIssue[] =>
    labels.has(label) ? [] : [issueOf(path, 'one of the labels', `"${label}"`)];
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
    issues.push(issueOf(path, 'a list that leaves at least one label', received));
  }
  return issues;
};

const checkPreprocess = (preprocess: PreprocessConfig): ModelCardIssue[] => {
  const issues: ModelCardIssue[] = [];
  const { channelOrder, resize, centerCrop } = preprocess;
  const channels = channelOrder === 'gray' ? 1 : 3;
  for (const field of ['mean', 'std'] as const) {
    const { length } = preprocess[field];
    if (length !== channels) {
      issues.push(
        issueOf(
          `preprocess.${field}`,
          `a list of ${String(channels)} for the channel order ${channelOrder}`,
          `a list of ${String(length)}`,
        ),
      );
    }
  }
  preprocess.std.forEach((value, index) => {
    if (value === 0) {
      issues.push(issueOf(`preprocess.std[${String(index)}]`, 'another number than 0', '0'));
    }
  });
  if (centerCrop === undefined && (resize.mode === 'none' || resize.mode === 'shortest-edge')) {
    issues.push(
      issueOf(
        'preprocess.centerCrop',
        `given with resize mode ${resize.mode}, whose output has no fixed size`,
        'missing',
      ),
    );
  }
  return issues;
};

const checkGoldenTensors = (
  path: string,
  tensors: Readonly<Record<string, GoldenTensor>>,
  needed: string,
): ModelCardIssue[] => {
  const issues: ModelCardIssue[] = [];
  if (!Object.hasOwn(tensors, needed)) {
    const names = Object.keys(tensors).join(', ');
    issues.push(
      issueOf(
        path,
        `tensors by name, "${needed}" among them`,
        `of ${names === '' ? 'none' : names}`,
      ),
    );
  }
  for (const [name, { dims, values }] of Object.entries(tensors)) {
    const expected = elementCount(dims);
    if (values.length !== expected) {
      issues.push(
        issueOf(
          `${path}.${name}.values`,
          `a list of ${String(expected)} for dims [${dims.join(', ')}]`,
          `a list of ${String(values.length)}`,
        ),
      );
    }
  }
  return issues;
};

const checkGolden = (golden: CardGolden, card: ModelCard): ModelCardIssue[] => [
  ...checkGoldenTensors('golden.inputs', golden.inputs, card.input.name),
  ...checkGoldenTensors('golden.outputs', golden.outputs, card.head.output),
];

/** What is wrong in a card of the right shape: the rules that span several fields. */
export const checkModelCard = (card: ModelCard): readonly ModelCardIssue[] => {
  const labels = new Set(card.labels);
  return [
    ...unique('labels', '', card.labels),
    ...Object.keys(card.labelDetails ?? {})
      .filter((label) => !labels.has(label))
      .map((label) => issueOf(`labelDetails.${label}`, 'the details of a label', 'of none')),
    ...checkPreprocess(card.preprocess),
    ...checkHead(card.head, labels),
    ...unique(
      'variants',
      '.name',
      card.variants.map((variant) => variant.name),
    ),
    ...(card.golden === undefined ? [] : checkGolden(card.golden, card)),
  ];
};
