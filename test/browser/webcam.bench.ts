import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IMAGENET_LABELS } from '@ocelli/models';
import { openOnnxFile } from '@ocelli/node';
import { decodeModel, encodeModel, renameValues } from '@ocelli/onnx';
import { buildArchitectureModel, shufflenetV2 } from '@ocelli/onnx/architectures';
import type { Page } from 'playwright-core';
import { it } from 'vitest';
import { asset } from '../node/assets.js';
import { launchBrowser } from './launch-browser.js';
import { recordMainThread } from './record-main-thread.js';
import { openSdkPage, serveSdk } from './sdk-site.js';

/*
 * A 640x480 webcam frame in Chromium, on WebAssembly: Ocelli beside Transformers.js, both with the same
 * model file, one after the other in turn. Both times start with the frame's pixels at hand: reading them from the
 * camera is neither's preprocessing, and is part of the main thread's tasks. Every figure is of this machine, now.
 */

const ROUNDS = 6;
const FRAMES_PER_ROUND = 8;

const LIBRARIES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** SqueezeNet 1.1 with its real weights where they are at hand, else a ShuffleNet with constant ones. */
const modelBytes = (): Uint8Array => {
  const path = asset('models/squeezenet1.1-fp32.onnx');
  const model = existsSync(path)
    ? decodeModel(readFileSync(path))
    : buildArchitectureModel(shufflenetV2);
  const input = model.graph?.input[0]?.name ?? '';
  return encodeModel(renameValues(model, { [input]: 'pixel_values' }));
};

const PROCESSOR = {
  image_processor_type: 'ViTFeatureExtractor',
  do_resize: true,
  size: { shortest_edge: 256 },
  resample: 2,
  do_center_crop: true,
  crop_size: { width: 224, height: 224 },
  do_rescale: true,
  rescale_factor: 1 / 255,
  do_normalize: true,
  image_mean: [0.485, 0.456, 0.406],
  image_std: [0.229, 0.224, 0.225],
};

const TRANSFORMERS_PAGE = `<!doctype html>
<meta charset="utf-8" />
<link rel="icon" href="data:," />
<script type="importmap">${JSON.stringify({
  imports: {
    'onnxruntime-common': '/node_modules/onnxruntime-common/dist/esm/index.js',
    'onnxruntime-web/webgpu': '/node_modules/onnxruntime-web/dist/ort.webgpu.bundle.min.mjs',
    'onnxruntime-web': '/node_modules/onnxruntime-web/dist/ort.bundle.min.mjs',
    '@huggingface/jinja': '/node_modules/@huggingface/jinja/dist/index.js',
    '@huggingface/tokenizers': '/node_modules/@huggingface/tokenizers/dist/tokenizers.mjs',
  },
})}</script>
<script type="module">
  import * as transformers from '/node_modules/@huggingface/transformers/dist/transformers.web.js';
  const { env, pipeline, RawImage } = transformers;
  env.allowLocalModels = true;
  env.allowRemoteModels = false;
  env.localModelPath = '/models/';
  env.useBrowserCache = false;
  env.backends.onnx.wasm.wasmPaths = '/node_modules/onnxruntime-web/dist/';
  const classifier = await pipeline('image-classification', 'bench', { dtype: 'fp32', device: 'wasm' });
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
  await video.play();
  const canvas = new OffscreenCanvas(640, 480);
  const capture = () => {
    canvas.getContext('2d', { willReadFrequently: true }).drawImage(video, 0, 0, 640, 480);
    return RawImage.fromCanvas(canvas);
  };
  globalThis.classifyOne = async () => {
    const image = capture();
    const start = performance.now();
    await classifier.processor(image);
    const preprocessMs = performance.now() - start;
    const again = performance.now();
    await classifier(image, { top_k: 5 });
    return { preprocessMs, totalMs: performance.now() - again };
  };
</script>
`;

/** Milliseconds of one frame. */
interface FrameTimes {
  readonly preprocessMs: number;
  readonly totalMs: number;
}

declare global {
  var classifyOne: () => Promise<FrameTimes>;
}

const runRound = async (page: Page): Promise<{ times: FrameTimes[]; longestMs: number }> => {
  await page.bringToFront();
  const record = await recordMainThread(page);
  const times = await page.evaluate(async (count) => {
    const all = [];
    for (let index = 0; index < count; index += 1) all.push(await globalThis.classifyOne());
    return all;
  }, FRAMES_PER_ROUND);
  return { times, longestMs: await record.longestTaskMs() };
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

it('webcam frame in Chromium', { timeout: 600_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ocelli-webcam-bench-'));
  const bytes = modelBytes();
  await writeFile(join(folder, 'model.onnx'), bytes);
  const { card } = await openOnnxFile(join(folder, 'model.onnx'), { labels: IMAGENET_LABELS });
  const id2label = Object.fromEntries(card.labels.map((label, index) => [index, label]));
  await using browser = await launchBrowser({
    args: ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
  });
  await using site = await serveSdk({
    isIsolated: true,
    folders: { '/node_modules/': LIBRARIES },
    files: {
      '/model.onnx': bytes,
      '/transformers/': TRANSFORMERS_PAGE,
      '/models/bench/onnx/model.onnx': bytes,
      '/models/bench/config.json': JSON.stringify({ model_type: 'resnet', id2label }),
      '/models/bench/preprocessor_config.json': JSON.stringify(PROCESSOR),
    },
  });
  const context = await browser.newContext();
  const ours = await openSdkPage(context, site);
  await ours.evaluate(async (modelCard) => {
    const { core, web } = globalThis.ocelli;
    const backend = web.createWebBackend();
    const classifier = await core.createClassifier({
      card: modelCard,
      backend,
      source: await backend.fetchModel({ url: '/model.onnx' }),
      executionProviders: ['wasm'],
    });
    const webcam = await web.openWebcam();
    const frames = webcam.frames()[Symbol.asyncIterator]();
    globalThis.classifyOne = async () => {
      const { value: frame } = (await frames.next()) as {
        value: Awaited<ReturnType<typeof web.decodeImageBlob>>;
      };
      const { timing } = await classifier.classify(frame);
      frame.close();
      return { preprocessMs: timing.preprocessMs, totalMs: timing.totalMs };
    };
  }, card);
  const theirs = await context.newPage();
  theirs.on('pageerror', (error) => {
    console.log(error);
  });
  await theirs.goto(`${site.origin}/transformers/`);
  await theirs.waitForFunction(() => 'classifyOne' in globalThis, undefined, { timeout: 120_000 });

  const pages = { Ocelli: ours, 'Transformers.js': theirs };
  const seen = Object.fromEntries(
    Object.keys(pages).map((name) => [
      name,
      { times: [] as FrameTimes[], longest: [] as number[] },
    ]),
  );
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [name, page] of Object.entries(pages)) {
      const { times, longestMs } = await runRound(page);
      if (round < 0) continue;
      seen[name]?.times.push(...times);
      seen[name]?.longest.push(longestMs);
    }
  }
  console.log('\n640x480 webcam frame, Chromium, WebAssembly (ms)');
  console.log('                 preprocessing   whole   longest main-thread task: median, worst');
  for (const [name, { times, longest }] of Object.entries(seen)) {
    const columns = [
      median(times.map(({ preprocessMs }) => preprocessMs)),
      median(times.map(({ totalMs }) => totalMs)),
      median(longest),
      Math.max(...longest),
    ];
    console.log(
      `${name.padEnd(16)} ${columns.map((value) => value.toFixed(2).padStart(10)).join('')}`,
    );
  }
  console.log('Goals for Ocelli: preprocessing at most 3, longest main-thread task at most 10.');
  await rm(folder, { recursive: true });
});
