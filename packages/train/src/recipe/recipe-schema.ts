import type { PreprocessConfig } from '@ocelli/core';
import * as v from 'valibot';
import { augmentationSchema } from '../data/augmentation-config.js';
import { TRAINABLE_ARCHITECTURES } from './trainable-architectures.js';

/*
 * The shape of a recipe, field by field. Rules that span fields are in parse-recipe.ts. What a field is for is said in
 * its description, which the published JSON Schema shows in editors.
 */

const text = v.pipe(v.string(), v.nonEmpty('a text that is not empty'));
const texts = v.pipe(v.array(text), v.readonly());
const optional = v.exactOptional;

const above0 = v.pipe(v.number(), v.gtValue(0, 'a number above 0'));
const atLeast0 = v.pipe(v.number(), v.minValue(0, 'a number of 0 or more'));
const fraction = v.pipe(
  v.number(),
  v.minValue(0, 'a number from 0 to 1'),
  v.maxValue(1, 'a number from 0 to 1'),
);
const below1 = v.pipe(
  v.number(),
  v.minValue(0, 'a number from 0 to below 1'),
  v.ltValue(1, 'a number from 0 to below 1'),
);
const between0And1 = v.pipe(
  v.number(),
  v.gtValue(0, 'a number between 0 and 1'),
  v.ltValue(1, 'a number between 0 and 1'),
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

/** A field with what it is for, in one sentence that the JSON Schema repeats. */
const field = <S extends v.GenericSchema>(schema: S, description: string) =>
  v.pipe(schema, v.description(description));

const isPattern = (source: string): boolean => {
  try {
    return new RegExp(source).source !== '';
  } catch {
    return false;
  }
};

const folderSchema = v.strictObject({
  kind: v.literal('folder'),
  path: field(text, 'Folder with one subfolder per class, relative to the recipe.'),
  groupPattern: optional(
    field(
      v.pipe(v.string(), v.check(isPattern, 'a regular expression')),
      'File names of a class with the same first group of this expression stay on one side of a split.',
    ),
  ),
});

const csvSchema = v.strictObject({
  kind: v.literal('csv'),
  path: field(text, 'CSV list whose first line names the columns, relative to the recipe.'),
  columns: v.strictObject({
    path: field(text, 'Column of the picture, relative to the list.'),
    label: optional(
      field(text, 'Column of the class. Default: the folder that the picture lies in.'),
    ),
    group: optional(
      field(text, 'Pictures of one class with the same value here stay on one side of a split.'),
    ),
    region: optional(
      field(
        v.pipe(v.strictTuple([text, text, text, text]), v.readonly()),
        'Columns x1, y1, x2, y2 in pixels: only this part of the picture is used.',
      ),
    ),
  }),
});

const splitSchema = v.strictObject({
  kind: v.literal('split'),
  fraction: field(between0And1, 'Share of the training groups of each class that is held out.'),
});

const dataSchema = v.strictObject({
  training: v.variant('kind', [folderSchema, csvSchema]),
  validation: v.variant('kind', [folderSchema, csvSchema, splitSchema]),
  labels: optional(
    field(
      text,
      'JSON file, relative to the recipe: a list of label ids, or an object with `labels` and ' +
        '`labelDetails` as in a model card, whose aliases match folder names. ' +
        'Default: the class names of the training data, sorted.',
    ),
  ),
  balance: optional(field(fraction, 'From 0, as the data is, to 1: all classes alike. Default 0.')),
  examplesPerGroup: optional(field(count, 'Pictures of each group in an epoch. Default: all.')),
  maxUnreadable: optional(
    field(fraction, 'Share of the pictures that may be unreadable. Default 0.05.'),
  ),
});

const freezeSchema = v.union([
  v.picklist(['none', 'all-but-head']),
  v.strictObject({ upTo: v.union([fraction, text]) }),
]);

const modelSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('architecture'),
    id: v.picklist(TRAINABLE_ARCHITECTURES),
    inputSize: optional(field(count, 'Height and width in pixels. Default: as published.')),
  }),
  v.strictObject({
    kind: v.literal('pretrained'),
    file: field(text, 'ONNX classifier whose head is replaced, relative to the recipe.'),
    freeze: optional(
      field(
        freezeSchema,
        'Layers that keep their weights: a fraction or up to a name. Default none.',
      ),
    ),
    dropout: optional(field(below1, 'Before the new head. Default 0.')),
    logits: optional(field(text, 'Output to replace the head of. Default: found.')),
    features: optional(
      field(
        text,
        'Inner value to cut the network off behind; a new head takes the mean of its channels. ' +
          'Default: only the head is replaced.',
      ),
    ),
  }),
]);

const classWeights = optional(
  field(v.picklist(['none', 'balanced']), '`balanced`: inverse to the class size. Default none.'),
);
const lossSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('softmax-cross-entropy'),
    labelSmoothing: optional(below1),
    classWeights,
  }),
  v.strictObject({ kind: v.literal('sigmoid-cross-entropy'), classWeights }),
]);

const optimizerSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('sgd'),
    momentum: optional(below1),
    nesterov: optional(v.boolean()),
    weightDecay: optional(atLeast0),
  }),
  v.strictObject({
    kind: v.literal('adamw'),
    beta1: optional(below1),
    beta2: optional(below1),
    epsilon: optional(above0),
    weightDecay: optional(atLeast0),
  }),
]);

const learningRate = field(above0, 'The highest of the run.');
const scheduleSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('constant'), learningRate }),
  v.strictObject({
    kind: v.literal('step'),
    learningRate,
    everyEpochs: count,
    factor: between0And1,
  }),
  v.strictObject({
    kind: v.literal('cosine'),
    learningRate,
    warmUpEpochs: optional(atLeast0),
    finalLearningRate: optional(atLeast0),
  }),
  v.strictObject({ kind: v.literal('one-cycle'), learningRate }),
]);

const trainingSchema = v.strictObject({
  epochs: count,
  batchSize: count,
  loss: optional(lossSchema),
  optimizer: optimizerSchema,
  schedule: scheduleSchema,
  clipNorm: optional(
    field(above0, 'Largest norm of all gradients together. Default: no clipping.'),
  ),
  averageDecay: optional(
    field(between0And1, 'Decay of the moving average of weights that is evaluated and exported.'),
  ),
  earlyStop: optional(
    v.strictObject({
      patience: field(count, 'Epochs without a better validation that end the run.'),
    }),
  ),
});

const cardSchema = v.strictObject({
  id: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'a kebab-case id such as "traffic-sign"'),
  ),
  version: text,
  name: optional(text),
  description: optional(text),
  dataset: field(text, 'Name of the data in the accuracy of the card.'),
  licence: optional(v.strictObject({ id: text, url: optional(text), attribution: optional(text) })),
  citations: optional(texts),
  intendedUse: optional(text),
  notFor: optional(texts),
});

/** The run-time schema of a recipe as JSON; strict, so that a misspelt field is an error. */
export const recipeSchema = v.pipe(
  v.strictObject({
    $schema: optional(v.string()),
    schemaVersion: v.literal(1),
    seed: field(natural, 'The same seed gives the same bytes on the same kind of machine.'),
    data: dataSchema,
    model: modelSchema,
    preprocess: optional(
      field(
        v.custom<PreprocessConfig>(
          (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
        ),
        'As in a model card. Default: squashed to the input size, ImageNet mean and deviation.',
      ),
    ),
    augmentation: optional(augmentationSchema),
    training: trainingSchema,
    card: cardSchema,
  }),
  v.title('Ocelli training recipe'),
  v.description(
    'Everything that a trained classifier is made from but its pictures, as plain data.',
  ),
);

/** Data, model, augmentation, training and card of one classifier, as plain data. */
export type Recipe = v.InferOutput<typeof recipeSchema>;
