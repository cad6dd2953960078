import { createTensor } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { createGraphBuilder } from '../build/graph-builder.js';
import { InvalidGraphError } from '../errors/graph-errors.js';
import { withGraph } from '../model/model-parts.js';
import type { OnnxModel } from '../model/onnx-model.js';
import { createGraphIndex } from './graph-index.js';

const diamond = (): OnnxModel => {
  const g = createGraphBuilder({ name: 'diamond' });
  const x = g.input('x', 'float32', ['N', 4]);
  const w = g.initializer('w', createTensor('float32', [4]));
  const top = g.node('Relu', [x], {}, { name: 'top' });
  const left = g.node('Mul', [top, w], {}, { name: 'left' });
  const right = g.node('Neg', [top], {}, { name: 'right' });
  g.output(g.node('Add', [left, right], {}, { name: 'bottom' }), 'float32', ['N', 4]);
  return g.build();
};

describe('createGraphIndex', () => {
  it('should know producers and consumers', () => {
    const index = createGraphIndex(diamond());
    expect(index.producer('left')?.opType).toBe('Mul');
    expect(index.producer('x')).toBeUndefined();
    expect(index.consumers('top').map(({ name }) => name)).toEqual(['left', 'right']);
    expect(index.inputs).toEqual(['x']);
    expect(index.outputs).toEqual(['bottom']);
    expect(index.initializer('w')?.dims).toEqual([4n]);
  });

  it('should order nodes that the file lists backwards', () => {
    const model = diamond();
    const backwards = withGraph(model, { node: [...(model.graph?.node ?? [])].reverse() });
    const order = createGraphIndex(backwards).topologicalOrder.map(({ name }) => name);
    expect(order[0]).toBe('top');
    expect(order.at(-1)).toBe('bottom');
    expect(order).toHaveLength(4);
  });

  it('should keep the order of a sorted file', () => {
    const order = createGraphIndex(diamond()).topologicalOrder.map(({ name }) => name);
    expect(order).toEqual(['top', 'left', 'right', 'bottom']);
  });

  it('should refuse a cycle, a second producer and an undefined value', () => {
    const model = diamond();
    const nodes = model.graph?.node ?? [];
    const patched = (patch: { input?: string[]; output?: string[] }): OnnxModel =>
      withGraph(model, {
        node: nodes.map((node) => (node.name === 'top' ? { ...node, ...patch } : node)),
      });
    expect(() => createGraphIndex(patched({ input: ['right'] }))).toThrow(InvalidGraphError);
    expect(() => createGraphIndex(patched({ output: ['right'] }))).toThrow(/produced twice/);
    expect(() => createGraphIndex(patched({ input: ['lost'] }))).toThrow(/nothing produces/);
  });
});
