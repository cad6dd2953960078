import { create } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeType,
  AttributeProtoSchema,
} from '../proto/onnx_pb.generated.js';
import type { OnnxAttribute, OnnxGraph, OnnxNode, OnnxTensor } from './onnx-model.js';

/** TypeScript type of each kind of attribute. */
export interface AttributeKinds {
  readonly int: number;
  readonly float: number;
  readonly string: string;
  readonly ints: readonly number[];
  readonly floats: readonly number[];
  readonly strings: readonly string[];
  readonly tensor: OnnxTensor;
  readonly graph: OnnxGraph;
}
export type AttributeKind = keyof AttributeKinds;

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/** Doubles above 2^53 stand for "as far as it goes" (the end of a slice) and must not overflow. */
const toInt64 = (value: number): bigint => {
  const integer = BigInt(value);
  return integer > INT64_MAX ? INT64_MAX : integer < INT64_MIN ? INT64_MIN : integer;
};

const encodeText = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const decodeText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const WRITERS: {
  readonly [K in AttributeKind]: (name: string, value: AttributeKinds[K]) => OnnxAttribute;
} = {
  int: (name, i) => create(AttributeProtoSchema, { name, type: AttributeType.INT, i: toInt64(i) }),
  float: (name, f) => create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f }),
  string: (name, s) =>
    create(AttributeProtoSchema, { name, type: AttributeType.STRING, s: encodeText(s) }),
  ints: (name, ints) =>
    create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: ints.map(toInt64) }),
  floats: (name, floats) =>
    create(AttributeProtoSchema, { name, type: AttributeType.FLOATS, floats: [...floats] }),
  strings: (name, strings) =>
    create(AttributeProtoSchema, {
      name,
      type: AttributeType.STRINGS,
      strings: strings.map(encodeText),
    }),
  tensor: (name, t) => create(AttributeProtoSchema, { name, type: AttributeType.TENSOR, t }),
  graph: (name, g) => create(AttributeProtoSchema, { name, type: AttributeType.GRAPH, g }),
};

/** Writes one attribute. */
export const toAttribute = <K extends AttributeKind>(
  name: string,
  kind: K,
  value: AttributeKinds[K],
): OnnxAttribute => WRITERS[kind](name, value);

/** The attribute of this name. */
export const findAttribute = (node: OnnxNode, name: string): OnnxAttribute | undefined =>
  node.attribute.find((attribute) => attribute.name === name);

/** Value of an integer attribute. */
export const intAttribute = (node: OnnxNode, name: string): number | undefined => {
  const value = findAttribute(node, name)?.i;
  return value === undefined ? undefined : Number(value);
};

/** Value of a float attribute. */
export const floatAttribute = (node: OnnxNode, name: string): number | undefined =>
  findAttribute(node, name)?.f;

/** Value of a string attribute. */
export const stringAttribute = (node: OnnxNode, name: string): string | undefined => {
  const value = findAttribute(node, name)?.s;
  return value === undefined ? undefined : decodeText(value);
};

/** Values of an attribute that lists integers. */
export const intsAttribute = (node: OnnxNode, name: string): number[] | undefined =>
  findAttribute(node, name)?.ints.map(Number);

/** The graphs inside a node (the branches of If, the body of Loop). */
export const nestedGraphs = (node: OnnxNode): OnnxGraph[] =>
  node.attribute.flatMap(({ g, graphs }) => (g === undefined ? graphs : [g, ...graphs]));
