import type { ModelFile } from '../backend/inference-backend.js';
import type { CardVariant } from '../card/model-card.js';
import { ModelImportError } from '../errors/model-import-error.js';

const RANK = { float32: 0, float16: 1, int8: 2 } as const satisfies Record<
  CardVariant['dtype'],
  number
>;

/** Precision by the end of a file's name, as Hugging Face exports are named; undefined for 4 bits. */
const dtypeOf = (stem: string): CardVariant['dtype'] | undefined => {
  if (/[_-](q4|q4f16|bnb4|q2|q1)$/.test(stem)) return undefined;
  if (/[_-](fp16|float16)$/.test(stem)) return 'float16';
  return /[_-](quantized|int8|uint8|qint8|quint8|q8|qdq)$/.test(stem) ? 'int8' : 'float32';
};

const stemOf = (url: string): string =>
  (url.split(/[?#]/)[0] ?? '')
    .split('/')
    .at(-1)
    ?.replace(/\.onnx$/i, '') ?? '';

/**
 * Makes variants of model files by their names: `model.onnx` is `float32`, `model_fp16.onnx` `fp16`,
 * `model_quantized.onnx` `quantized`. Full precision comes first, and so is the default.
 *
 * @throws ModelImportError when there is no file that can be a variant.
 */
export const variantsFromFiles = (
  source: string,
  files: readonly ModelFile[],
): { variants: readonly CardVariant[]; assumptions: readonly string[] } => {
  const assumptions: string[] = [];
  const variants: CardVariant[] = [];
  for (const file of files) {
    const stem = stemOf(file.url);
    const dtype = dtypeOf(stem);
    const name = stem === 'model' ? 'float32' : stem.replace(/^model_/, '');
    if (dtype === undefined) {
      assumptions.push(
        `${stem}.onnx was left out: cards do not know its precision of 4 bits or less.`,
      );
    } else if (variants.some((variant) => variant.name === name)) {
      assumptions.push(`${file.url} was left out: another file is the variant ${name} already.`);
    } else {
      variants.push({ name, dtype, file });
      if (!/^model(_|$)/.test(stem)) {
        assumptions.push(
          `${stem}.onnx is not named as exports are (model.onnx, model_fp16.onnx), so it was taken for the ` +
            `classifier in ${dtype}.`,
        );
      }
    }
  }
  if (variants.length === 0) {
    throw new ModelImportError({
      file: source,
      field: 'files',
      reason: 'have no ONNX model of 8, 16 or 32 bits',
      remedy: 'Export the model to ONNX first, for example with optimum-cli.',
    });
  }
  return { variants: variants.sort((a, b) => RANK[a.dtype] - RANK[b.dtype]), assumptions };
};
