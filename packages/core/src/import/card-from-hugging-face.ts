import type { ModelFile } from '../backend/inference-backend.js';
import type { ModelCard } from '../card/model-card.js';
import { parseModelCard } from '../card/parse-model-card.js';
import type { PreprocessConfig } from '../preprocess/preprocess-config.js';
import { classLabels } from './class-labels.js';
import { findClassOutput } from './class-output.js';
import type { ImportedCard, ModelSignature } from './imported-card.js';
import { jsonFields, type JsonFields } from './json-fields.js';
import { checkPictureSize, type PictureInput, pictureInput } from './picture-input.js';
import { preprocessFromHuggingFace } from './preprocess-from-hugging-face.js';
import { preprocessFromTimm } from './preprocess-from-timm.js';
import { variantsFromFiles } from './variants-from-files.js';

/** The files of a Hugging Face model folder. */
export interface HuggingFaceImport {
  /** kebab-case; see `cardIdFrom`. */
  readonly id: string;
  /** Default `0.0.0`: unknown. */
  readonly version?: string;
  /** `config.json`, parsed. */
  readonly config: unknown;
  /** `preprocessor_config.json`, parsed; a timm model may do without. */
  readonly preprocessorConfig?: unknown;
  /** The `.onnx` files. Their names say which variant each is. */
  readonly files: readonly ModelFile[];
  /** Of the first of these files, or of any other: they are alike. */
  readonly signature: ModelSignature;
}

const HEADS = {
  single_label_classification: 'softmax',
  multi_label_classification: 'sigmoid',
} as const;

const readHead = (config: JsonFields): 'softmax' | 'sigmoid' => {
  const problemType = config.text('problem_type') ?? 'single_label_classification';
  if (Object.hasOwn(HEADS, problemType)) return HEADS[problemType as keyof typeof HEADS];
  return config.fail(
    'problem_type',
    `must be one of ${Object.keys(HEADS).join(', ')}, but it is "${problemType}"`,
  );
};

/** An index, which some files hold as a text: `"label2id": { "cat": "0" }`. */
const readIndex = (map: JsonFields, key: string): number => {
  const value = map.raw(key);
  if (typeof value === 'string' && /^\d+$/.test(value)) return Number(value);
  return map.number(key) ?? NaN;
};

/** Labels by index, from `id2label` or `label2id`, or timm's `label_names`; undefined without any. */
const readLabels = (config: JsonFields): readonly string[] | undefined => {
  const names = config.raw('label_names');
  if (Array.isArray(names)) return names.map(String);
  const field = config.has('id2label') ? 'id2label' : 'label2id';
  if (!config.has(field)) return undefined;
  const map = jsonFields(`${field} of ${config.file}`, config.raw(field));
  const keys = Object.keys(config.raw(field) as object);
  const labels: string[] = [];
  for (const key of keys) {
    if (field === 'id2label') labels[Number(key)] = map.text(key) ?? '';
    else labels[readIndex(map, key)] = key;
  }
  const isComplete = labels.length === keys.length && !labels.includes(undefined as never);
  if (keys.length === 0 || !isComplete) {
    return config.fail(field, 'must number the labels from 0 without gaps');
  }
  return labels;
};

const readPreprocess = (
  source: HuggingFaceImport,
  config: JsonFields,
  input: PictureInput,
): { preprocess: PreprocessConfig; assumptions: readonly string[] } => {
  if (config.has('pretrained_cfg')) {
    const preprocess = preprocessFromTimm(config.raw('pretrained_cfg'), input);
    checkPictureSize(preprocess, input, 'config.json', 'pretrained_cfg');
    return { preprocess, assumptions: [] };
  }
  const read = preprocessFromHuggingFace(source.preprocessorConfig, input);
  checkPictureSize(read.preprocess, input, 'preprocessor_config.json', 'size');
  return read;
};

/**
 * Makes a card of a Hugging Face model folder, from the content of its files.
 *
 * @throws ModelImportError naming the file and field that cannot be understood, LabelCountMismatchError
 * when `id2label` has another number of labels than the model has logits, ModelCardError.
 *
 * @example
 * const { card, assumptions } = cardFromHuggingFace({ id, config, preprocessorConfig, files, signature });
 */
export const cardFromHuggingFace = (source: HuggingFaceImport): ImportedCard => {
  const { id, version = '0.0.0', signature } = source;
  const config = jsonFields('config.json', source.config);
  // Free channel dims are named, not numbered, in exports of PyTorch models: RGB, channels first.
  const input = pictureInput(id, signature.inputs, { layout: 'nchw', channels: 3 });
  const names = readLabels(config);
  const output = findClassOutput(id, signature.outputs, names?.length);
  const labels = classLabels('config.json', names, output);
  const { preprocess, assumptions } = readPreprocess(source, config, input);
  const files = variantsFromFiles(id, source.files);
  const card: ModelCard = {
    schemaVersion: 1,
    id,
    version,
    labels: labels.labels,
    input: { name: input.name },
    preprocess,
    head: { kind: readHead(config), output: output.name },
    variants: files.variants,
  };
  parseModelCard(card);
  return { card, assumptions: [...labels.assumptions, ...assumptions, ...files.assumptions] };
};
