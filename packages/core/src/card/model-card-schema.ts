import * as v from 'valibot';
import { MAX_SIDE } from '../preprocess/preprocess-bounds.js';
import {
  CHANNEL_ORDERS,
  CROP_ROUNDINGS,
  INPUT_DTYPES,
  RESAMPLING_KERNELS,
  TENSOR_LAYOUTS,
} from '../preprocess/preprocess-config.js';
import { DTYPES } from '../tensor/dtype.js';
import { TENSOR_DRAWINGS } from './model-card.js';

/*
 * The shape of a card, field by field. `ModelCard` is written out by hand for its documentation and its
 * label types; a type test holds the two together in both directions. Rules that span fields are in
 * check-model-card.ts. Arrays are readonly because the interface's are.
 */

const text = v.pipe(v.string(), v.nonEmpty('a text that is not empty'));
const finite = v.pipe(v.number(), v.finite('a finite number'));
const positive = v.pipe(finite, v.gtValue(0, 'a number above 0'));
const fraction = v.pipe(
  finite,
  v.minValue(0, 'a number from 0 to 1'),
  v.maxValue(1, 'a number from 0 to 1'),
);
const count = v.pipe(
  v.number(),
  v.safeInteger('a positive integer'),
  v.minValue(1, 'a positive integer'),
);
const natural = v.pipe(
  v.number(),
  v.safeInteger('an integer of 0 or more'),
  v.minValue(0, 'an integer of 0 or more'),
);
const greyLevel = v.pipe(
  v.number(),
  v.safeInteger('a whole number from 0 to 255'),
  v.minValue(0, 'a whole number from 0 to 255'),
  v.maxValue(255, 'a whole number from 0 to 255'),
);

const listOf = <S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.readonly());

const SIDE = `a whole number of pixels from 1 to ${String(MAX_SIDE)}`;
const side = v.pipe(
  v.number(),
  v.safeInteger(SIDE),
  v.minValue(1, SIDE),
  v.maxValue(MAX_SIDE, SIDE),
);
const size = { width: side, height: side };

const resizeSchema = v.variant('mode', [
  v.strictObject({ mode: v.literal('none') }),
  v.strictObject({ mode: v.literal('shortest-edge'), size: side }),
  v.strictObject({ mode: v.literal('squash'), ...size }),
  v.strictObject({
    mode: v.literal('letterbox'),
    ...size,
    padColor: v.pipe(v.strictTuple([greyLevel, greyLevel, greyLevel]), v.readonly()),
  }),
]);

const preprocessSchema = v.strictObject({
  resize: resizeSchema,
  kernel: v.picklist(RESAMPLING_KERNELS),
  centerCrop: v.exactOptional(
    v.strictObject({ ...size, rounding: v.exactOptional(v.picklist(CROP_ROUNDINGS)) }),
  ),
  mirror: v.exactOptional(v.boolean()),
  rescaleFactor: positive,
  mean: listOf(finite),
  std: listOf(finite),
  channelOrder: v.picklist(CHANNEL_ORDERS),
  layout: v.picklist(TENSOR_LAYOUTS),
  dtype: v.picklist(INPUT_DTYPES),
});

const displayNamesSchema = v.strictObject({
  en: v.exactOptional(text),
  de: v.exactOptional(text),
  zh: v.exactOptional(text),
});

const labelDetailsSchema = v.strictObject({
  aliases: v.exactOptional(listOf(text)),
  displayNames: v.exactOptional(displayNamesSchema),
  group: v.exactOptional(text),
  namesInGroup: v.exactOptional(displayNamesSchema),
  severity: v.exactOptional(fraction),
  isHealthy: v.exactOptional(v.boolean()),
});

const headSchema = v.strictObject({
  kind: v.picklist(['softmax', 'sigmoid']),
  output: text,
  values: v.exactOptional(v.picklist(['logits', 'probabilities'])),
  topK: v.exactOptional(count),
  threshold: v.exactOptional(v.union([fraction, v.record(v.string(), fraction)])),
  allow: v.exactOptional(listOf(text)),
  deny: v.exactOptional(listOf(text)),
});

const accuracySchema = v.strictObject({
  dataset: text,
  split: text,
  count,
  top1: fraction,
  top5: v.exactOptional(fraction),
  ece: v.exactOptional(fraction),
});

const variantSchema = v.strictObject({
  name: text,
  dtype: v.picklist(['float32', 'float16', 'int8']),
  file: v.strictObject({
    url: text,
    sha256: v.exactOptional(
      v.pipe(
        v.string(),
        v.regex(/^[0-9a-f]{64}$/, 'a SHA-256 of 64 hexadecimal digits in lower case'),
      ),
    ),
    bytes: v.exactOptional(count),
  }),
  accuracy: v.exactOptional(listOf(accuracySchema)),
});

const goldenTensorSchema = v.strictObject({
  dtype: v.picklist(DTYPES),
  dims: listOf(natural),
  values: listOf(finite),
  drawn: v.exactOptional(v.never()),
});

const SEED = 'a whole number from 1 to 4294967295';
const drawnTensorSchema = v.strictObject({
  dtype: v.picklist(INPUT_DTYPES),
  dims: listOf(count),
  drawn: v.picklist(TENSOR_DRAWINGS),
  seed: v.pipe(v.number(), v.safeInteger(SEED), v.minValue(1, SEED), v.maxValue(2 ** 32 - 1, SEED)),
});

/** https://semver.org, the expression it suggests. */
const SEMANTIC_VERSION =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$/;

/** The run-time schema of a card as JSON; strict, so that a misspelt field is an error. */
export const modelCardSchema = v.pipe(
  v.strictObject({
    $schema: v.exactOptional(v.string()),
    schemaVersion: v.literal(1),
    id: v.pipe(
      v.string(),
      v.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'a kebab-case id such as "traffic-sign"'),
    ),
    version: v.pipe(v.string(), v.regex(SEMANTIC_VERSION, 'a semantic version such as "1.0.0"')),
    name: v.exactOptional(text),
    description: v.exactOptional(text),
    labels: v.pipe(v.array(text), v.minLength(1, 'a list of at least one label'), v.readonly()),
    labelDetails: v.exactOptional(v.record(v.string(), labelDetailsSchema)),
    labelGroups: v.exactOptional(
      v.record(v.string(), v.strictObject({ displayNames: v.exactOptional(displayNamesSchema) })),
    ),
    input: v.strictObject({ name: text }),
    preprocess: preprocessSchema,
    head: headSchema,
    variants: v.pipe(
      v.array(variantSchema),
      v.minLength(1, 'a list of at least one variant'),
      v.readonly(),
    ),
    calibration: v.exactOptional(v.strictObject({ temperature: positive })),
    golden: v.exactOptional(
      v.strictObject({
        inputs: v.record(v.string(), v.variant('drawn', [drawnTensorSchema, goldenTensorSchema])),
        outputs: v.record(v.string(), goldenTensorSchema),
        tolerance: positive,
      }),
    ),
    licence: v.exactOptional(
      v.strictObject({
        id: text,
        url: v.exactOptional(text),
        attribution: v.exactOptional(text),
      }),
    ),
    citations: v.exactOptional(listOf(text)),
    intendedUse: v.exactOptional(text),
    notFor: v.exactOptional(listOf(text)),
  }),
  v.title('Ocelli model card'),
  v.description(
    'Everything that is known of an image classifier, as plain data: labels, input, preprocessing, head, files, calibration, measured accuracy, licence. ' +
      'Rules that parseModelCard checks beyond this schema: the labels named in labelDetails and head are labels of the card, and their groups those of labelGroups; ' +
      'allow and deny leave at least one label; variants have different names; no std is 0 as float32; ' +
      'an input has at most 536870912 values; golden has the input and the output of the head, with as many values as the dims have, each within its dtype, or drawn in the dims of a picture.',
  ),
);
