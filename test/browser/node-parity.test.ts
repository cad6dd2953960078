import { readdirSync } from 'node:fs';
import { createClassifier, createPreprocessor, createTensor, type ModelCard } from '@ocelli/core';
import { type PackId, PACK_IDS, packCard } from '@ocelli/models';
import { createNodeBackend, decodeImage } from '@ocelli/node';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { asset, missingAssets } from '../node/assets.js';
import { meansCard, PIXELS_AS_THEY_ARE, symbolicConvolution } from '../node/backend-models.js';
import { launchBrowser, type TestBrowser } from './launch-browser.js';
import { openSdkPage, serveSdk } from './sdk-site.js';
import type { Site } from './serve-site.js';

const PHOTO_COUNT = 100;
const LARGEST_DIFFERENCE = 1e-4;

/** Photos of each pack that its training has not seen. */
const PHOTO_FOLDERS: { readonly [Id in PackId]: string } = {
  'traffic-sign': 'data/traffic-signs/val',
  'blood-cells': 'data/blood-cells/val',
  'brain-mri': 'data/brain-mri/val',
  'crop-disease': 'data/crop-leaves/val',
};

/** Photos evenly over all classes, as paths below the folder. */
const choosePhotos = (folder: string): string[] => {
  const all = readdirSync(asset(folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.jpg'))
    .sort();
  return Array.from(
    { length: PHOTO_COUNT },
    (_, index) => all[Math.floor((index * all.length) / PHOTO_COUNT)] ?? '',
  );
};

/** The logits that the page computes for the pictures at these addresses. */
const logitsInPage = (
  page: Page,
  model: { packId: PackId } | { card: ModelCard },
  urls: readonly string[],
): Promise<number[][]> =>
  page.evaluate(
    async ({ model, urls }) => {
      const { core, models, web } = globalThis.ocelli;
      const classifier = await core.createClassifier({
        card: 'card' in model ? model.card : await models.packCard(model.packId),
        backend: web.createWebBackend(),
        executionProviders: ['wasm'],
      });
      const all = [];
      for (const url of urls) {
        const frame = await web.decodeImageBlob(await (await fetch(url)).blob());
        all.push(Array.from((await classifier.classify(frame)).logits));
        frame.close();
      }
      await classifier.release();
      return all;
    },
    { model, urls },
  );

const logitsInNode = async (
  card: ModelCard,
  pictures: readonly (string | Uint8Array)[],
  bytes?: Uint8Array,
): Promise<number[][]> => {
  await using classifier = await createClassifier({
    card,
    backend: createNodeBackend(),
    executionProviders: ['cpu'],
    ...(bytes && { source: { kind: 'bytes', bytes } }),
  });
  const all = [];
  for (const picture of pictures) {
    using frame = await decodeImage(picture);
    all.push(Array.from((await classifier.classify(frame)).logits));
  }
  return all;
};

const argmax = (values: readonly number[]): number => values.indexOf(Math.max(...values));

const largestDifference = (some: readonly number[][], others: readonly number[][]): number =>
  Math.max(
    ...some.flatMap((logits, row) =>
      logits.map((value, column) => Math.abs(value - (others[row]?.[column] ?? NaN))),
    ),
  );

describe('Node and Chromium', () => {
  let browser: TestBrowser;
  let context: BrowserContext;
  let site: Site;
  let page: Page;
  const card = meansCard(['red', 'green', 'blue'], {
    ...PIXELS_AS_THEY_ARE,
    resize: { mode: 'shortest-edge', size: 40 },
    centerCrop: { width: 32, height: 32 },
    kernel: 'bicubic',
    rescaleFactor: 1 / 255,
  });
  const model = symbolicConvolution();
  const drawn = sharp(
    Uint8Array.from({ length: 90 * 70 * 3 }, (_, index) => (index * index * 7 + index * 3) % 251),
    { raw: { width: 90, height: 70, channels: 3 } },
  );
  let png: Buffer;

  beforeAll(async () => {
    png = await drawn.png().toBuffer();
    browser = await launchBrowser();
    context = await browser.newContext();
    site = await serveSdk({
      files: { '/means.onnx': model, '/drawn.png': png },
      folders: Object.fromEntries(
        PACK_IDS.map((id) => [`/photos/${id}/`, asset(PHOTO_FOLDERS[id])]),
      ),
    });
    page = await openSdkPage(context, site);
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  it('should preprocess to the same bits', async () => {
    const inPage = await page.evaluate(async (config) => {
      const { core, web } = globalThis.ocelli;
      const frame = await web.decodeImageBlob(await (await fetch('/drawn.png')).blob());
      const preprocessor = core.createPreprocessor(config);
      const { data } = core.createTensor('float32', preprocessor.outputDims);
      preprocessor.run(frame, data);
      frame.close();
      return { values: Array.from(data), implementation: preprocessor.implementation };
    }, card.preprocess);
    using frame = await decodeImage(png);
    const preprocessor = createPreprocessor(card.preprocess);
    const { data } = createTensor('float32', preprocessor.outputDims);
    preprocessor.run(frame, data);
    preprocessor.release();
    expect(inPage).toEqual({ values: Array.from(data), implementation: 'wasm-simd' });
  });

  it('should give the same logits for a drawn model', async () => {
    const inPage = await logitsInPage(page, { card }, ['/drawn.png']);
    const inNode = await logitsInNode(card, [png], model);
    expect(largestDifference(inPage, inNode)).toBeLessThanOrEqual(LARGEST_DIFFERENCE);
  });

  it.for(PACK_IDS)(
    'should agree on 100 photos for the pack %s',
    async (packId, { annotate, skip }) => {
      const folder = PHOTO_FOLDERS[packId];
      const missing = missingAssets(folder);
      if (missing !== undefined) skip(missing);
      const pack = await packCard(packId);
      if (pack.variants[0]?.file.sha256 === undefined) skip('the pack is not trained yet');
      const photos = choosePhotos(folder);
      const inPage = await logitsInPage(
        page,
        { packId },
        photos.map((path) => `/photos/${packId}/${path}`),
      );
      const inNode = await logitsInNode(
        pack,
        photos.map((path) => asset(folder, path)),
      );
      expect(inPage).toHaveLength(PHOTO_COUNT);
      expect(inPage.map(argmax)).toEqual(inNode.map(argmax));
      const difference = largestDifference(inPage, inNode);
      await annotate(`largest difference of two logits: ${difference.toExponential(2)}`);
      expect(difference).toBeLessThanOrEqual(LARGEST_DIFFERENCE);
    },
  );
});
