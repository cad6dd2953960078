import { create } from '@bufbuild/protobuf';
import { InvalidArgumentError } from '@ocelli/core';
import { type AttributeKind, type AttributeKinds, toAttribute } from '../model/attributes.js';
import type { OnnxAttribute, OnnxNode } from '../model/onnx-model.js';
import { NodeProtoSchema } from '../proto/onnx_pb.generated.js';
import {
  type AttributesOf,
  OPERATOR_ATTRIBUTES,
  type OperatorName,
} from './operator-attributes.js';

const toAttributes = <Op extends OperatorName>(
  op: Op,
  attributes: AttributesOf<Op>,
): OnnxAttribute[] => {
  const kinds: Readonly<Record<string, AttributeKind>> = OPERATOR_ATTRIBUTES[op];
  return Object.entries(attributes).map(([name, value]) => {
    const kind = kinds[name];
    if (kind === undefined) {
      throw new InvalidArgumentError({
        argument: `attributes.${name}`,
        expected: `one of the attributes of ${op}: ${Object.keys(kinds).join(', ') || 'none'}`,
        actual: name,
      });
    }
    return toAttribute(name, kind, value as AttributeKinds[AttributeKind]);
  });
};

/** One operator call as plain data; an empty input or output name leaves an optional one out. */
export interface NodeParts<Op extends OperatorName> {
  readonly op: Op;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: AttributesOf<Op>;
  readonly name?: string;
}

/**
 * Makes a node of the standard operator set.
 *
 * @throws InvalidArgumentError for an attribute that the operator does not have.
 */
export const makeNode = <Op extends OperatorName>({
  op,
  inputs,
  outputs,
  attributes,
  name,
}: NodeParts<Op>): OnnxNode =>
  create(NodeProtoSchema, {
    opType: op,
    input: [...inputs],
    output: [...outputs],
    ...(name === undefined ? {} : { name }),
    ...(attributes === undefined ? {} : { attribute: toAttributes(op, attributes) }),
  });
