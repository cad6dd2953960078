import { create } from '@bufbuild/protobuf';
import { MalformedModelError } from '../errors/malformed-model-error.js';
import { OperatorSetIdProtoSchema } from '../proto/onnx_pb.generated.js';
import type { OnnxGraph, OnnxModel } from './onnx-model.js';

/** The main graph of a model. @throws MalformedModelError when there is none. */
export const graphOf = (model: OnnxModel): OnnxGraph => {
  if (model.graph === undefined) throw new MalformedModelError({ reason: 'it has no graph' });
  return model.graph;
};

/** The same model with parts of its graph replaced. */
export const withGraph = (model: OnnxModel, parts: Partial<OnnxGraph>): OnnxModel => ({
  ...model,
  graph: { ...graphOf(model), ...parts },
});

/** The standard's own domain has two spellings. */
export const isStandardDomain = (domain: string | undefined): boolean =>
  domain === undefined || domain === '' || domain === 'ai.onnx';

/** Version of the standard operator set that a model imports; 0 when it uses no standard operators. */
export const opsetOf = (model: OnnxModel): number =>
  Number(model.opsetImport.find(({ domain }) => isStandardDomain(domain))?.version ?? 0n);

/** The same model with another version of the standard operator set. */
export const withOpset = (model: OnnxModel, version: number): OnnxModel => ({
  ...model,
  opsetImport: [
    create(OperatorSetIdProtoSchema, { domain: '', version: BigInt(version) }),
    ...model.opsetImport.filter(({ domain }) => !isStandardDomain(domain)),
  ],
});
