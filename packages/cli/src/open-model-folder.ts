import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ModelOpenError, type OpenedModel, openHuggingFaceFolder } from '@ocelli/node';
import { ModelFolderError } from './model-folder-error.js';

/** The first ONNX file of a folder or of its folder `onnx`. */
const findOnnxFile = async (folder: string): Promise<string | undefined> => {
  for (const place of [folder, join(folder, 'onnx')]) {
    const names = await readdir(place).catch((): string[] => []);
    const name = names.sort().find((each) => each.toLowerCase().endsWith('.onnx'));
    if (name !== undefined) return join(place, name);
  }
  return undefined;
};

/**
 * Opens the folder that a command line names as the model.
 *
 * @throws ModelFolderError when it has no `config.json`, else as `openHuggingFaceFolder`.
 */
export const openModelFolder = async (folder: string): Promise<OpenedModel> => {
  try {
    return await openHuggingFaceFolder(folder);
  } catch (cause) {
    const isConfigMissing =
      ModelOpenError.isInstance(cause) &&
      cause.reason === 'not-found' &&
      basename(cause.path) === 'config.json';
    if (!isConfigMissing) throw cause;
    throw new ModelFolderError({ folder, onnxFile: await findOnnxFile(folder), cause });
  }
};
