import { describe, expect, it } from 'vitest';
import { runScript } from './run-script.js';
import { SHAPES_SCRIPT } from './train-shapes.js';
import { NO_DRIVER, vulkanDriver, vulkanEnvironment } from './vulkan-driver.js';

describe.skipIf(vulkanDriver === undefined)(
  `training on the webgpu provider (${vulkanDriver ?? NO_DRIVER})`,
  () => {
    it('should take the steps that the cpu takes, normalisation and dropout included', async () => {
      const { stdout, stderr, code } = await runScript(
        `${SHAPES_SCRIPT}
        import { edgeNet } from '@ocelli/onnx/architectures';
        import { createGraphRuntime } from '@ocelli/node';
        const net = createClassifierModel(edgeNet, { classCount: 4, channels: 1, inputSize: size, seed });
        const train = async (executionProvider) => {
          const losses = [];
          const step = createTrainingStep(net, { batchSize: 8, loss: softmaxCrossEntropy(),
            optimizer: sgd(), clipNorm: 1 });
          const training = createDrawnShapes({ exampleCount: 24, batchSize: 8, size, seed });
          const { weights } = await fit({ ...options, model: net, step, training, epochs: 1,
            runtime: createGraphRuntime({ executionProvider }), learningRate: () => 0.01,
            onProgress: (event) => event.kind === 'step' && losses.push(event.loss) });
          return { losses, mean: [...weights['stem.bn.running_mean'].data] };
        };
        console.log(JSON.stringify([await train('cpu'), await train('webgpu')]));`,
        vulkanEnvironment,
      );
      expect(stderr).toBe('');
      expect(code).toBe(0);
      const [cpu, webgpu] = JSON.parse(stdout) as { losses: number[]; mean: number[] }[];
      expect(cpu?.losses).toHaveLength(3);
      cpu?.losses.forEach((loss, at) => expect(webgpu?.losses[at]).toBeCloseTo(loss, 3));
      cpu?.mean.forEach((mean, at) => expect(webgpu?.mean[at]).toBeCloseTo(mean, 4));
    });
  },
);
