import type { ModelFile } from '../backend/inference-backend.js';
import type { CardHead, CardVariant, ModelCard } from '../card/model-card.js';
import { parseModelCard } from '../card/parse-model-card.js';
import { ModelImportError } from '../errors/model-import-error.js';
import type { PreprocessConfig } from '../preprocess/preprocess-config.js';
import { classLabels } from './class-labels.js';
import { findClassOutput } from './class-output.js';
import type { ImportedCard, ModelSignature } from './imported-card.js';
import { checkPictureSize, type PictureInput, pictureInput } from './picture-input.js';
import { preprocessPreset } from './preprocess-presets.js';

/** What is known of a bare ONNX file. */
export interface SignatureImport extends ModelSignature {
  /** kebab-case; see `cardIdFrom`. */
  readonly id: string;
  /** Default `0.0.0`: unknown. */
  readonly version?: string;
  readonly file: ModelFile;
  /** Precision of the weights. Default `float32`. */
  readonly precision?: CardVariant['dtype'];
  readonly labels?: readonly string[];
  /** Without it, it is assumed from the input and the number of classes. */
  readonly preprocess?: PreprocessConfig;
  /** Operator that makes each output, by output name: `{ probs: 'Softmax' }`. */
  readonly outputProducers?: Readonly<Record<string, string>>;
}

const channelsOf = ({ channelOrder }: PreprocessConfig): 1 | 3 => (channelOrder === 'gray' ? 1 : 3);

/** torchvision resizes to 256 for a crop of 224, and in the same proportion for others. */
const TORCHVISION_CROP_PCT = 224 / 256;

const list = (values: readonly number[]): string => `[${values.join(', ')}]`;

/** The preprocessing that models with such an input were most likely trained with. */
const assumePreprocess = (
  input: PictureInput,
  file: string,
): { preprocess: PreprocessConfig; assumption: string } => {
  const { width, height, layout, dtype, channels } = input;
  if (width === undefined || height === undefined) {
    throw new ModelImportError({
      file,
      field: 'inputs',
      reason: `leave the picture's size free: "${input.name}"`,
      remedy: 'Pass the preprocessing, or the Hugging Face folder that the model came with.',
    });
  }
  const size = `${String(width)}x${String(height)}`;
  const options = { width, height, layout, dtype, channels };
  if (dtype === 'uint8') {
    const preprocess = preprocessPreset('raw', options);
    return {
      preprocess,
      assumption: `Pictures are squashed to ${size} and keep their grey levels.`,
    };
  }
  if (channels === 1) {
    const preprocess = preprocessPreset('unit', options);
    return { preprocess, assumption: `Pictures become grey, ${size}, with values from 0 to 1.` };
  }
  if (layout === 'nhwc') {
    const preprocess = preprocessPreset('tf', options);
    return {
      preprocess,
      assumption:
        `Preprocessing of Keras' mode "tf" was assumed: squash to ${size} (bilinear), ` +
        'x / 127.5 - 1. Other exports want 0..1 ("unit") or "caffe".',
    };
  }
  const shortestEdge = Math.round(width / TORCHVISION_CROP_PCT);
  const preprocess = preprocessPreset('torch', {
    ...options,
    ...(width === height ? { shortestEdge } : {}),
  });
  const geometry =
    width === height
      ? `shortest edge ${String(shortestEdge)} (bilinear), centre crop ${size}`
      : `squash to ${size} (bilinear)`;
  return {
    preprocess,
    assumption:
      `ImageNet preprocessing of torchvision was assumed: ${geometry}, 1/255, ` +
      `mean ${list(preprocess.mean)}, std ${list(preprocess.std)}.`,
  };
};

/** Whether the graph ends in its own softmax or sigmoid. */
const headOf = (output: string, producer: string | undefined): CardHead => {
  if (producer === 'Softmax') return { kind: 'softmax', output, values: 'probabilities' };
  if (producer === 'Sigmoid') return { kind: 'sigmoid', output, values: 'probabilities' };
  // The softmax of log-probabilities are the probabilities, so LogSoftmax gives logits too.
  return { kind: 'softmax', output };
};

/**
 * Makes a card of a bare ONNX file from its inputs and outputs. What the file does not say is assumed
 * and reported: for `[N, 3, 224, 224]` and 1000 classes, an ImageNet model of torchvision.
 *
 * @throws ModelImportError when there is no picture input or class output, or when their dims leave open
 * what has to be known; LabelCountMismatchError; ModelCardError for a malformed id or preprocessing.
 *
 * @example
 * const { card, assumptions } = cardFromSignature({ id: 'resnet-50', file, inputs, outputs, labels });
 */
export const cardFromSignature = (source: SignatureImport): ImportedCard => {
  const { id, file, preprocess: given } = source;
  const input = pictureInput(
    file.url,
    source.inputs,
    given === undefined ? undefined : { layout: given.layout, channels: channelsOf(given) },
  );
  const output = findClassOutput(file.url, source.outputs, source.labels?.length);
  const labels = classLabels(file.url, source.labels, output);
  const assumptions = [...labels.assumptions];
  let preprocess = given;
  if (preprocess === undefined) {
    const assumed = assumePreprocess(input, file.url);
    preprocess = assumed.preprocess;
    assumptions.push(assumed.assumption);
  }
  const precision = source.precision ?? 'float32';
  const card: ModelCard = {
    schemaVersion: 1,
    id,
    version: source.version ?? '0.0.0',
    labels: labels.labels,
    input: { name: input.name },
    preprocess,
    head: headOf(output.name, source.outputProducers?.[output.name]),
    variants: [{ name: precision, dtype: precision, file }],
  };
  parseModelCard(card);
  checkPictureSize(preprocess, input, file.url, 'preprocess');
  return { card, assumptions };
};
