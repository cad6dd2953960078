import { describe, expect, it } from 'vitest';
import { ModelCardError } from '../errors/model-card-error.js';
import { parseModelCard } from './parse-model-card.js';

type Json = Record<string, unknown>;

const validCard = (): Json => ({
  schemaVersion: 1,
  id: 'traffic-light',
  version: '1.2.0-beta.1',
  name: 'Traffic light',
  labels: ['red', 'amber', 'green'],
  labelDetails: { red: { aliases: ['stop'], displayNames: { de: 'Rot' }, severity: 1 } },
  input: { name: 'pixels' },
  preprocess: {
    resize: { mode: 'shortest-edge', size: 256 },
    kernel: 'bilinear',
    centerCrop: { width: 224, height: 224 },
    rescaleFactor: 1 / 255,
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
    channelOrder: 'rgb',
    layout: 'nchw',
    dtype: 'float32',
  },
  head: {
    kind: 'softmax',
    output: 'logits',
    topK: 2,
    threshold: { red: 0.9 },
    allow: ['red', 'green'],
    deny: ['green'],
  },
  variants: [
    {
      name: 'float32',
      dtype: 'float32',
      file: { url: 'model.onnx', sha256: '0'.repeat(64), bytes: 10 },
      accuracy: [{ dataset: 'd', split: 'val', count: 5, top1: 0.8 }],
    },
  ],
  calibration: { temperature: 1.5 },
  golden: {
    inputs: { pixels: { dtype: 'float32', dims: [1, 1, 1, 3], values: [0, 1, 2] } },
    outputs: { logits: { dtype: 'float32', dims: [1, 3], values: [1, 2, 3] } },
    tolerance: 0.001,
  },
  licence: { id: 'MIT' },
  citations: ['A paper'],
  intendedUse: 'Demonstration',
  notFor: ['Driving'],
});

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** A valid card with one value replaced (or, with `undefined`, removed) at a dotted path. */
const cardWith = (path: string, value: unknown): Json => {
  const card = validCard();
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let holder = card;
  for (const key of keys) {
    const next = holder[key];
    if (!isJson(next)) throw new Error(`no object at ${key} of ${path}`);
    holder = next;
  }
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return card;
};

const errorOf = (card: unknown): ModelCardError => {
  try {
    parseModelCard(card);
  } catch (error) {
    if (ModelCardError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('the card was accepted');
};

const MISSPELT = 'must be one of the labels, but it is "geen".';

describe('parseModelCard', () => {
  it('should return a valid card as it is', () => {
    const card = validCard();
    expect(parseModelCard(card)).toBe(card);
  });

  it.each([
    ['schemaVersion', 2, 'schemaVersion', 'schemaVersion must be 1, but it is 2.'],
    ['id', undefined, 'id', 'id is missing.'],
    ['id', 'Traffic Light', 'id', 'id must be a kebab-case id such as "traffic-sign", but it is'],
    ['id', 'a-', 'id', 'kebab-case'],
    ['version', '1.0', 'version', 'version must be a semantic version such as "1.0.0", but it is'],
    ['version', '01.0.0', 'version', 'semantic version'],
    ['name', '', 'name', 'name must be a text that is not empty, but it is empty.'],
    [
      'labels',
      [],
      'labels',
      'labels must be a list of at least one label, but it is an empty list.',
    ],
    ['labels', 'red', 'labels', 'labels must be a list, but it is "red".'],
    ['labels.1', 7, 'labels[1]', 'labels[1] must be a text, but it is 7.'],
    [
      'labels.1',
      'red',
      'labels[1]',
      'labels[1] must be used once, but it is "red", as at position 0.',
    ],
    [
      'labelDetails.geen',
      {},
      'labelDetails.geen',
      'must be the details of a label, but it is of none.',
    ],
    [
      'labelDetails.red.severity',
      2,
      'labelDetails.red.severity',
      'must be a number from 0 to 1, but it is 2.',
    ],
    [
      'labelDetails.red.displayNames',
      { fr: 'Rouge' },
      'labelDetails.red.displayNames.fr',
      'is not a field',
    ],
    ['input', {}, 'input.name', 'input.name is missing.'],
    ['preproces', {}, 'preproces', 'preproces is not a field of a model card.'],
    [
      'preprocess.resize.mode',
      'stretch',
      'preprocess.resize.mode',
      'must be "none" or "shortest-edge" or "squash" or "letterbox", but it is "stretch".',
    ],
    [
      'preprocess.resize.size',
      2.5,
      'preprocess.resize.size',
      'must be a whole number of pixels from 1 to 16777216, but it is 2.5.',
    ],
    [
      'preprocess.resize',
      { mode: 'letterbox', width: 1, height: 1, padColor: [0, 0, 256] },
      'preprocess.resize.padColor[2]',
      'must be a whole number from 0 to 255, but it is 256.',
    ],
    [
      'preprocess.resize',
      { mode: 'letterbox', width: 1, height: 1, padColor: [0, 0] },
      'preprocess.resize.padColor[2]',
      'must be a number, but it is undefined.',
    ],
    ['preprocess.kernel', 'cubic', 'preprocess.kernel', 'but it is "cubic".'],
    [
      'preprocess.centerCrop',
      undefined,
      'preprocess.centerCrop',
      'must be given with resize mode shortest-edge, whose output has no fixed size, but it is missing.',
    ],
    [
      'preprocess.rescaleFactor',
      0,
      'preprocess.rescaleFactor',
      'must be a number above 0, but it is 0.',
    ],
    [
      'preprocess.rescaleFactor',
      Infinity,
      'preprocess.rescaleFactor',
      'must be a finite number, but it is Infinity.',
    ],
    [
      'preprocess.mean',
      [0],
      'preprocess.mean',
      'must be a list of 3 for the channel order rgb, but it is a list of 1.',
    ],
    [
      'preprocess.channelOrder',
      'gray',
      'preprocess.mean',
      'must be a list of 1 for the channel order gray, but it is a list of 3.',
    ],
    [
      'preprocess.std.1',
      0,
      'preprocess.std[1]',
      'must be another number than 0 as float32, but it is 0.',
    ],
    ['preprocess.std.1', Number.NaN, 'preprocess.std[1]', 'must be a number, but it is NaN.'],
    ['preprocess.dtype', 'float64', 'preprocess.dtype', 'but it is "float64".'],
    [
      'head.kind',
      'softmx',
      'head.kind',
      'head.kind must be "softmax" or "sigmoid", but it is "softmx".',
    ],
    ['head.output', undefined, 'head.output', 'head.output is missing.'],
    ['head.topK', 0, 'head.topK', 'must be a positive integer, but it is 0.'],
    ['head.threshold', 1.5, 'head.threshold', 'must be a number from 0 to 1, but it is 1.5.'],
    [
      'head.threshold',
      'high',
      'head.threshold',
      'must be a number or an object, but it is "high".',
    ],
    ['head.threshold', { geen: 0.5 }, 'head.threshold.geen', MISSPELT],
    ['head.allow', ['geen'], 'head.allow[0]', MISSPELT],
    ['head.deny', ['red', 'geen'], 'head.deny[1]', MISSPELT],
    [
      'head.allow',
      [],
      'head.allow',
      'must be a list that leaves at least one label, but it is an empty list.',
    ],
    [
      'head.deny',
      ['red', 'green'],
      'head.deny',
      'but it is a list that denies every allowed label.',
    ],
    [
      'variants',
      [],
      'variants',
      'variants must be a list of at least one variant, but it is an empty list.',
    ],
    [
      'variants',
      [
        { name: 'a', dtype: 'float32', file: { url: 'a' } },
        { name: 'a', dtype: 'int8', file: { url: 'b' } },
      ],
      'variants[1].name',
      'must be used once, but it is "a", as at position 0.',
    ],
    ['variants.0.dtype', 'fp16', 'variants[0].dtype', 'but it is "fp16".'],
    [
      'variants.0.file.sha256',
      'ABC',
      'variants[0].file.sha256',
      'must be a SHA-256 of 64 hexadecimal digits in lower case, but it is "ABC".',
    ],
    [
      'variants.0.accuracy.0.top1',
      80,
      'variants[0].accuracy[0].top1',
      'must be a number from 0 to 1, but it is 80.',
    ],
    [
      'calibration.temperature',
      0,
      'calibration.temperature',
      'must be a number above 0, but it is 0.',
    ],
    ['golden.tolerance', 0, 'golden.tolerance', 'must be a number above 0'],
    [
      'golden.inputs.pixels.dims',
      [1, -1],
      'golden.inputs.pixels.dims[1]',
      'must be an integer of 0 or more, but it is -1.',
    ],
    [
      'golden.inputs.pixels',
      { dtype: 'float32', dims: [1, 3, 8, 8], drawn: 'stripes-v1', seed: 0 },
      'golden.inputs.pixels.seed',
      'must be a whole number from 1 to 4294967295, but it is 0.',
    ],
    ['golden.inputs.pixels.drawn', 'dots-v1', 'golden.inputs.pixels.drawn', 'but it is "dots-v1".'],
    [
      'golden.outputs.logits.drawn',
      'stripes-v1',
      'golden.outputs.logits.drawn',
      'golden.outputs.logits.drawn must be left out',
    ],
    [
      'labelDetails.red.group',
      'stop',
      'labelDetails.red.group',
      'must be one of the labelGroups, but it is "stop".',
    ],
    ['licence', 'MIT', 'licence', 'licence must be an object, but it is "MIT".'],
    ['notFor', [''], 'notFor[0]', 'must be a text that is not empty'],
  ])('should say what is wrong when %s is %j', (path, value, issuePath, message) => {
    const error = errorOf(cardWith(path, value));
    const issue = error.issues.find((candidate) => candidate.path === issuePath);
    expect(issue?.message, JSON.stringify(error.issues)).toContain(message);
  });

  it.each([[null], ['card'], [[]], [undefined]])('should reject %j as a card', (json) => {
    expect(errorOf(json).cardId).toBeUndefined();
  });

  it('should report every issue, the first three in the message', () => {
    const error = errorOf({ ...validCard(), id: 1, version: 2, labels: 3, input: 4, head: 5 });
    expect(error.issues.map((issue) => issue.path)).toEqual([
      'id',
      'version',
      'labels',
      'input',
      'head',
    ]);
    expect(error.message).toMatch(/And 2 more\.$/);
  });
});
