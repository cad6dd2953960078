import { copyFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, pipeline, RawImage } from '@huggingface/transformers';

/**
 * Opens the model as a Transformers.js image classification pipeline, from a local folder in the layout
 * it wants. `modelPath` must have the input `pixel_values` and the output `logits`.
 */
export const createTransformersPipeline = async (modelPath, labels) => {
  const root = await mkdtemp(join(tmpdir(), 'ocelli-bench-'));
  const folder = join(root, 'model');
  await mkdir(join(folder, 'onnx'), { recursive: true });
  await copyFile(modelPath, join(folder, 'onnx/model.onnx'));
  const id2label = Object.fromEntries(labels.map((label, index) => [index, label]));
  await writeFile(join(folder, 'config.json'), JSON.stringify({ model_type: 'resnet', id2label }));
  await writeFile(
    join(folder, 'preprocessor_config.json'),
    JSON.stringify({
      image_processor_type: 'ViTFeatureExtractor',
      do_resize: true,
      size: { shortest_edge: 256 },
      resample: 2,
      do_center_crop: true,
      crop_size: { width: 224, height: 224 },
      do_rescale: true,
      rescale_factor: 1 / 255,
      do_normalize: true,
      image_mean: [0.485, 0.456, 0.406],
      image_std: [0.229, 0.224, 0.225],
    }),
  );
  env.allowRemoteModels = false;
  env.localModelPath = root;
  return pipeline('image-classification', 'model', { dtype: 'fp32', device: 'cpu' });
};

/** A fresh image for each call: the pipeline turns the RGBA image it is given into RGB in place. */
export const toRawImage = ({ width, height, data }) => new RawImage(data, width, height, 4);

export const toBlob = (jpeg) => new Blob([jpeg], { type: 'image/jpeg' });
