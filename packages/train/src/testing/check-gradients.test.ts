import { createGraphRuntime } from '@ocelli/node';
import { graphOf, withGraph } from '@ocelli/onnx';
import { describe, expect, it } from 'vitest';
import { checkGradients } from './check-gradients.js';

const runtime = createGraphRuntime({ threads: 1 });

describe('checkGradients', () => {
  it('should tell a gradient that belongs to another function', async () => {
    const errors = await checkGradients({
      runtime,
      inputs: { x: { dims: [3, 4] } },
      body: (g) => g.node('Tanh', ['x']),
      prepare: (model) =>
        withGraph(model, {
          node: graphOf(model).node.map((node) => ({ ...node, opType: 'Sigmoid' })),
        }),
    });
    expect(errors['x']).toBeGreaterThan(0.1);
  });
});
