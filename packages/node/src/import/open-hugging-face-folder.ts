import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

import { cardFromHuggingFace, cardIdFrom } from '@ocelli/core';

import { ModelOpenError, toOpenError } from './model-open-error.js';
import type { OpenedModel } from './opened-model.js';
import { readJsonFile } from './read-json-file.js';
import { readModelSignature } from './read-model-signature.js';

const listFiles = async (folder: string): Promise<readonly string[]> => {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    throw toOpenError(error, folder);
  }
};

/** The `.onnx` files of `onnx/`, where exporters put them, else those beside `config.json`. */
const findOnnxFiles = async (
  folder: string,
  names: readonly string[],
): Promise<readonly string[]> => {
  const isOnnx = (name: string): boolean => name.endsWith('.onnx');
  const exported = names.includes('onnx') ? await listFiles(join(folder, 'onnx')) : [];
  const paths = exported.filter(isOnnx).map((name) => join(folder, 'onnx', name));
  return paths.length > 0 ? paths : names.filter(isOnnx).map((name) => join(folder, name));
};

/**
 * Opens a Hugging Face model folder: `config.json`, `preprocessor_config.json` and the files of `onnx/`,
 * each of which becomes a variant of the card.
 *
 * @throws ModelOpenError when a file is missing or no JSON or no ONNX file is there, ModelLoadError,
 * ModelImportError naming the field that cannot be understood, LabelCountMismatchError.
 *
 * @example
 * const { card, assumptions } = await openHuggingFaceFolder('models/vit-base-patch16-224');
 */
export const openHuggingFaceFolder = async (path: string): Promise<OpenedModel> => {
  const folder = resolve(path);
  const names = await listFiles(folder);
  const config = await readJsonFile(join(folder, 'config.json'));
  const preprocessorPath = 'preprocessor_config.json';
  const preprocessorConfig = names.includes(preprocessorPath)
    ? await readJsonFile(join(folder, preprocessorPath))
    : undefined;
  const paths = await findOnnxFiles(folder, names);
  // All files have the same inputs and outputs; the one in full precision is the default variant.
  const main = paths.find((file) => basename(file) === 'model.onnx') ?? paths[0];
  if (main === undefined) {
    throw new ModelOpenError({
      path: folder,
      reason: 'no-onnx-file',
      detail: 'there is no .onnx file in it or in its folder onnx',
    });
  }
  const signature = await readModelSignature(main);
  return cardFromHuggingFace({
    id: cardIdFrom(basename(folder)),
    config,
    ...(preprocessorConfig !== undefined && { preprocessorConfig }),
    files: paths.map((file) => (file === main ? signature.file : { url: file })),
    signature,
  });
};
