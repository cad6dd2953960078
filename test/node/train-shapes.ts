/** The start of a script that trains the small network on drawn shapes; it declares `options` of `fit`. */
export const SHAPES_SCRIPT = `
  import { encodeModel } from '@ocelli/onnx';
  import { smallCnn } from '@ocelli/onnx/architectures';
  import { createClassifierModel, createTrainingStep, cosine, evaluateBatches, exportClassifier, fit, sgd,
    softmaxCrossEntropy } from '@ocelli/train';
  import { createDrawnShapes } from '@ocelli/train/testing';
  const size = 16, batchSize = 32, seed = 5;
  const model = createClassifierModel(smallCnn, { classCount: 4, channels: 1, inputSize: size, seed });
  const step = createTrainingStep(model, { batchSize, loss: softmaxCrossEntropy(),
    optimizer: sgd({ momentum: 0.9, nesterov: true }) });
  const shapes = (exampleCount, seed) => createDrawnShapes({ exampleCount, batchSize, size, seed });
  const options = { model, step, training: shapes(2048, 1), epochs: 4, seed,
    learningRate: cosine({ learningRate: 0.05, steps: 256, warmupSteps: 10 }) };
  const accuracyOf = async (runtime, weights) => {
    const session = await runtime.open(encodeModel(exportClassifier(model, weights)));
    const { accuracy } = await evaluateBatches(session, shapes(512, 3));
    await session.release();
    return accuracy;
  };`;
