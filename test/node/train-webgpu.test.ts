import { describe, expect, it } from 'vitest';
import { runScript } from './run-script.js';
import { SHAPES_SCRIPT } from './train-shapes.js';
import { NO_DRIVER, vulkanDriver, vulkanEnvironment } from './vulkan-driver.js';

/** Models by name, as expressions of the script. */
const MODELS = {
  'edge-net': `createClassifierModel(edgeNet, { classCount: 4, channels: 1, inputSize: 16, seed })`,
  'a network with dropout': `replaceHead(
    decodeModel(readFileSync('../fixtures/classifiers/pytorch-export.onnx')),
    { classCount: 4, seed, dropout: 0.2 })`,
};

describe.skipIf(vulkanDriver === undefined)(
  `training on the webgpu provider (${vulkanDriver ?? NO_DRIVER})`,
  () => {
    it.each(Object.entries(MODELS))(
      'should change every weight and statistic of %s as the cpu does',
      async (_, model) => {
        const { stdout, stderr, code } = await runScript(
          `${SHAPES_SCRIPT}
          import { readFileSync } from 'node:fs';
          import { createGraphRuntime } from '@ocelli/node';
          import { decodeModel } from '@ocelli/onnx';
          import { edgeNet } from '@ocelli/onnx/architectures';
          import { replaceHead } from '@ocelli/train';
          const net = ${model};
          const netStep = createTrainingStep(net, { batchSize: 8, loss: softmaxCrossEntropy(),
            optimizer: sgd() });
          const training = createDrawnShapes({ exampleCount: 8, batchSize: 8, size, seed });
          const train = async (executionProvider) => (await fit({ ...options, model: net, step: netStep,
            training, epochs: 1, learningRate: () => 0.1,
            runtime: createGraphRuntime({ executionProvider }) })).weights;
          const [cpu, webgpu] = [await train('cpu'), await train('webgpu')];
          const largest = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
          const errors = Object.entries(cpu).map(([name, { data }]) => {
            const before = netStep.initialState[name].data;
            const change = largest(data.map((value, at) => value - before[at]));
            return [name, largest(data.map((value, at) => value - webgpu[name].data[at])) / change];
          });
          console.log(JSON.stringify(errors));`,
          vulkanEnvironment,
        );
        expect(stderr).toBe('');
        expect(code).toBe(0);
        const errors = JSON.parse(stdout) as [string, number][];
        expect(errors.length).toBeGreaterThan(10);
        expect(errors.filter(([, error]) => !(error < 1e-3))).toEqual([]);
      },
    );
  },
);
