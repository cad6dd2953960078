import { createFrame, createClassifier } from '@ocelli/core';
import { IMAGENET_LABELS } from '@ocelli/models';
import { createNodeBackend, decodeImage, openOnnxFile } from '@ocelli/node';
import { drawRgba, toJpeg } from './pictures.mjs';

const FRAME = { width: 640, height: 480 };
const PHOTO = { width: 1280, height: 720 };

const runAlone = async (modelPath) => {
  const { default: ort } = await import('onnxruntime-node');
  const { default: sharp } = await import('sharp');
  const session = await ort.InferenceSession.create(modelPath);
  const pixels = Float32Array.from({ length: 3 * 224 * 224 }, (_, i) => Math.sin(i));
  const feeds = { pixel_values: new ort.Tensor('float32', pixels, [1, 3, 224, 224]) };
  const jpeg = await toJpeg(drawRgba(PHOTO.width, PHOTO.height));
  return {
    frame: () => session.run(feeds, ['logits']),
    photo: async () => {
      await sharp(jpeg).raw().toBuffer();
      await session.run(feeds, ['logits']);
    },
  };
};

const ocelli = async (modelPath, mode) => {
  const { card } = await openOnnxFile(modelPath, { labels: IMAGENET_LABELS });
  const classifier = await createClassifier({
    card,
    backend: createNodeBackend({ mode }),
    executionProviders: ['cpu'],
  });
  const frame = createFrame({ ...FRAME, format: 'rgba', data: drawRgba(640, 480).data });
  const jpeg = await toJpeg(drawRgba(PHOTO.width, PHOTO.height));
  return {
    frame: () => classifier.classify(frame),
    photo: async () => {
      const decoded = await decodeImage(jpeg);
      await classifier.classify(decoded);
      decoded.close();
    },
  };
};

const transformers = async (modelPath) => {
  const { createTransformersPipeline, toBlob, toRawImage } = await import('./transformers.mjs');
  const pipeline = await createTransformersPipeline(modelPath, IMAGENET_LABELS);
  const picture = drawRgba(FRAME.width, FRAME.height);
  const jpeg = await toJpeg(drawRgba(PHOTO.width, PHOTO.height));
  return {
    frame: () => pipeline(toRawImage(picture), { top_k: 5 }),
    photo: () => pipeline(toBlob(jpeg), { top_k: 5 }),
  };
};

/** What is compared; the first is what the others are measured against. */
export const CANDIDATES = {
  'session.run alone': runAlone,
  Ocelli: (modelPath) => ocelli(modelPath, 'worker'),
  'Ocelli, main thread': (modelPath) => ocelli(modelPath, 'main-thread'),
  'Transformers.js': transformers,
};

export const createCandidate = (name, modelPath) => CANDIDATES[name](modelPath);
