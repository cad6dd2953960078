// Trains one network of networks.json here and prints milliseconds and CPU milliseconds of each step.
//   node ocelli-steps.mjs NAME THREADS SECONDS
import { readFileSync } from 'node:fs';
import { createTensor } from '@ocelli/core';
import { createGraphRuntime } from '@ocelli/node';
import { encodeModel } from '@ocelli/onnx';
import * as architectures from '@ocelli/onnx/architectures';
import {
  createClassifierModel,
  createRandom,
  createTrainingStep,
  sgd,
  softmaxCrossEntropy,
  STEP_VALUES,
  stepModelFor,
} from '@ocelli/train';

const [name, threads, seconds] = process.argv.slice(2);
const networks = JSON.parse(readFileSync(new URL('networks.json', import.meta.url), 'utf8'));
const { batch, size, classes } = networks.find((network) => network.name === name);

const model = createClassifierModel(architectures[name], {
  classCount: classes,
  inputSize: size,
  seed: 1,
});
const step = createTrainingStep(model, {
  batchSize: batch,
  loss: softmaxCrossEntropy(),
  optimizer: sgd({ momentum: 0.9, weightDecay: 5e-4 }),
});
const runtime = createGraphRuntime({ threads: Number(threads) });
const session = await runtime.open(encodeModel(stepModelFor(step, 'cpu')), {
  carries: step.carries,
});
await session.writeState(step.initialState);

const random = createRandom(2);
const images = createTensor('float32', [batch, 3, size, size]);
for (let at = 0; at < images.data.length; at += 1) images.data[at] = random.normal();
const targets = createTensor('float32', [batch, classes]);
for (let at = 0; at < batch; at += 1) targets.data[at * classes + (at % classes)] = 1;
const scalar = (value) => createTensor('float32', [], Float32Array.of(value));
/** New masks, as training draws them for every step. */
const drawMasks = () =>
  Object.fromEntries(
    step.dropoutMasks.map(({ input, dims, rate }) => {
      const mask = createTensor('float32', dims);
      for (let at = 0; at < mask.data.length; at += 1) {
        mask.data[at] = random.uniform() < rate ? 0 : 1 / (1 - rate);
      }
      return [input, mask];
    }),
  );

const steps = [];
const end = performance.now() + Number(seconds) * 1000;
while (performance.now() < end || steps.length < 5) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await session.run({
    [STEP_VALUES.images]: images,
    [STEP_VALUES.targets]: targets,
    [STEP_VALUES.learningRate]: scalar(0.01),
    [STEP_VALUES.stepNumber]: scalar(steps.length + 1),
    ...drawMasks(),
  });
  const used = process.cpuUsage(cpu);
  steps.push([performance.now() - start, (used.user + used.system) / 1000]);
}
console.log(JSON.stringify(steps.slice(2)));
await session.release();
