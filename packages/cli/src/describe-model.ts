import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ModelCard, ModelImportError } from '@ocelli/core';
import { inspectModel, type ModelInspection } from '@ocelli/onnx';
import { describeFile, type DescribedFile } from './describe-file.js';
import type { OpenedGraph, OpenedModel } from './open-model.js';

/** What is known of a model file: what lies where, and what its graph holds. */
interface FileDescription {
  /** The model file first, then the files that it keeps tensors in; those that are missing are left out. */
  readonly files: readonly DescribedFile[];
  /** External data that the graph names and that is not there. */
  readonly missingFiles: readonly string[];
  readonly graph: ModelInspection;
}

/** What is known of a classifier of pictures: what its card says and what its graph holds. */
interface CardDescription extends FileDescription {
  readonly card: ModelCard;
  /** Name of the variant that `files` and `graph` are about. */
  readonly variant: string;
  /** What of the card was assumed, because the model itself does not say it. */
  readonly assumptions: readonly string[];
}

/** What is known of an ONNX file that is no classifier of pictures. */
interface GraphDescription extends FileDescription {
  readonly card?: never;
  readonly importError: ModelImportError;
}

export type ModelDescription = CardDescription | GraphDescription;

const isThere = async (path: string): Promise<boolean> =>
  stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );

/**
 * Describes an opened model without loading it into a runtime.
 *
 * @throws MalformedModelError when the file is not an ONNX model.
 */
export const describeModel = async (
  opened: OpenedModel | OpenedGraph,
): Promise<ModelDescription> => {
  const { source } = opened;
  const graph = inspectModel(await readFile(source.path));
  const files = [await describeFile(source.path)];
  const missingFiles: string[] = [];
  for (const location of new Set(graph.externalData.map((tensor) => tensor.location))) {
    const path = join(dirname(source.path), location);
    if (await isThere(path)) files.push(await describeFile(path));
    else missingFiles.push(location);
  }
  const described = { files, missingFiles, graph };
  if ('importError' in opened) return { importError: opened.importError, ...described };
  const { card, variant, assumptions } = opened;
  return { card, variant: variant.name, assumptions, ...described };
};
