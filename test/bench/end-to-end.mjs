import { existsSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { createClassifier, createFrame } from '@ocelli/core';
import { IMAGENET_LABELS } from '@ocelli/models';
import { createNodeBackend, decodeImage, openOnnxFile } from '@ocelli/node';
import { decodeModel, encodeModel, renameValues } from '@ocelli/onnx';
import { buildArchitectureModel, shufflenetV2 } from '@ocelli/onnx/architectures';
import ort from 'onnxruntime-node';
import sharp from 'sharp';
import { measureSideBySide, printGoal, printTable } from './measure.mjs';
import { drawRgba, toJpeg } from './pictures.mjs';
import { createTransformersPipeline, toBlob, toRawImage } from './transformers.mjs';

const ASSETS =
  process.env.OCELLI_ASSETS ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const SQUEEZENET = join(ASSETS, 'models/squeezenet1.1-fp32.onnx');

/** SqueezeNet 1.1 with its real weights where they are at hand, else a ShuffleNet with constant ones. */
const modelBytes = async () => {
  if (existsSync(SQUEEZENET)) {
    return { name: 'SqueezeNet 1.1', bytes: await readFile(SQUEEZENET), input: 'input' };
  }
  const bytes = encodeModel(buildArchitectureModel(shufflenetV2));
  return { name: 'ShuffleNet v2 (constant weights)', bytes, input: 'input' };
};

/** Writes the model with the input name that Transformers.js wants; all candidates run this file. */
const prepareModel = async () => {
  const { name, bytes, input } = await modelBytes();
  const renamed = renameValues(decodeModel(bytes), { [input]: 'pixel_values' });
  const path = join(await mkdtemp(join(tmpdir(), 'ocelli-bench-')), 'model.onnx');
  await writeFile(path, encodeModel(renamed));
  return { name, path };
};

const createRunAlone = async (path) => {
  const session = await ort.InferenceSession.create(path);
  const pixels = Float32Array.from({ length: 3 * 224 * 224 }, (_, i) => Math.sin(i));
  const feeds = { pixel_values: new ort.Tensor('float32', pixels, [1, 3, 224, 224]) };
  return { session, run: () => session.run(feeds, ['logits']) };
};

/** p95 of the event loop's delay while `run` is called again and again, in milliseconds. */
const eventLoopDelayP95 = async (run, durationMs) => {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  const end = performance.now() + durationMs;
  histogram.enable();
  while (performance.now() < end) await run();
  histogram.disable();
  // The histogram holds the time between two 1 ms timers; what is above 1 ms is delay.
  return Math.max(0, histogram.percentile(95) / 1e6 - 1);
};

export const benchEndToEnd = async () => {
  const { name, path } = await prepareModel();
  const { card } = await openOnnxFile(path, { labels: IMAGENET_LABELS });
  const classifier = await createClassifier({ card, backend: createNodeBackend() });
  const inThread = await createClassifier({
    card,
    backend: createNodeBackend({ mode: 'main-thread' }),
  });
  const alone = await createRunAlone(path);
  const transformers = await createTransformersPipeline(path, { labels: IMAGENET_LABELS });

  const vga = drawRgba(640, 480);
  const frame = createFrame({ width: 640, height: 480, format: 'rgba', data: vga.data });
  const frames = await measureSideBySide(
    {
      'session.run alone': alone.run,
      Ocelli: () => classifier.classify(frame),
      'Ocelli, main thread': () => inThread.classify(frame),
      'Transformers.js': () => transformers(toRawImage(vga), { top_k: 5 }),
    },
    { rounds: 150, warmUp: 20 },
  );
  printTable(`Raw 640x480 RGBA frame, ${name} (ms)`, frames, 'session.run alone');
  const frameRatio = frames['Ocelli'].median / frames['session.run alone'].median;
  printGoal('against session.run alone', frameRatio.toFixed(2), '<= 1.20', frameRatio <= 1.2);

  const jpeg = await toJpeg(drawRgba(1280, 720));
  const files = await measureSideBySide(
    {
      'decode and session.run': async () => {
        await sharp(jpeg).raw().toBuffer();
        await alone.run();
      },
      Ocelli: async () => {
        const decoded = await decodeImage(jpeg);
        await classifier.classify(decoded);
        decoded.close();
      },
      'Transformers.js': async () => transformers(toBlob(jpeg), { top_k: 5 }),
    },
    { rounds: 100, warmUp: 10 },
  );
  printTable(`JPEG 1280x720, ${name} (ms)`, files, 'decode and session.run');
  const fileRatio = files['Ocelli'].median / files['decode and session.run'].median;
  printGoal('against decode + session.run', fileRatio.toFixed(2), '<= 1.15', fileRatio <= 1.15);

  const delays = {
    'session.run alone': await eventLoopDelayP95(alone.run, 3000),
    Ocelli: await eventLoopDelayP95(() => classifier.classify(frame), 3000),
    'Transformers.js': await eventLoopDelayP95(() => transformers(toRawImage(vga)), 3000),
  };
  console.log('\nEvent-loop delay while classifying frames, p95 (ms)');
  for (const [who, delay] of Object.entries(delays))
    console.log(`${who.padEnd(20)} ${delay.toFixed(2)}`);
  printGoal('event-loop delay p95', delays['Ocelli'].toFixed(2), '<= 2', delays['Ocelli'] <= 2);

  await Promise.all([classifier.release(), inThread.release(), alone.session.release()]);
  await transformers.dispose();
};
