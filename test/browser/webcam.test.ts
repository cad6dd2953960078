import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFrame, createPreprocessor, createTensor } from '@ocelli/core';
import { createRoadScene, writeY4m } from '@ocelli/scenes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { INSECURE_HOST, launchBrowser, type TestBrowser } from './launch-browser.js';
import { openSdkPage, serveSdk } from './sdk-site.js';
import type { Site } from './serve-site.js';

const SCENE = { seed: 7, width: 640, height: 480, fps: 10 };
const FRAMES = 4;

/** What the page tells of a frame. */
interface SeenFrame {
  readonly width: number;
  readonly height: number;
  readonly format: string;
  readonly timestampUs: number;
  readonly sequence: number;
  readonly luma: number[];
}

const LUMA_STEP = 640 * 48 + 64;

const readFrames = (page: Page, count: number, withProcessor = true): Promise<SeenFrame[]> =>
  page.evaluate(
    async ({ count, withProcessor, step }) => {
      if (!withProcessor) Reflect.deleteProperty(globalThis, 'MediaStreamTrackProcessor');
      const webcam = await globalThis.ocelli.web.openWebcam();
      const seen = [];
      for await (const frame of webcam.frames()) {
        const { width, height, format, timestampUs, sequence, data } = frame;
        const luma = [];
        for (let at = 0; at < width * height; at += step) luma.push(data[at] ?? -1);
        seen.push({ width, height, format, timestampUs, sequence, luma });
        frame.close();
        if (seen.length === count) break;
      }
      webcam.release();
      return seen;
    },
    { count, withProcessor, step: LUMA_STEP },
  );

/** The name, reason and remedy of what `openWebcam` is rejected with. */
const openFailure = (page: Page, options: { deviceId?: string } = {}): Promise<string[]> =>
  page.evaluate(
    (webcamOptions) =>
      globalThis.ocelli.web.openWebcam(webcamOptions).then(
        () => ['opened'],
        (error: Error & { reason?: string; remedy?: string }) => [
          error.name,
          error.reason ?? '',
          error.remedy ?? '',
        ],
      ),
    options,
  );

describe('openWebcam in Chromium', () => {
  let browser: TestBrowser;
  let site: Site;
  let folder: string;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ocelli-webcam-'));
    const file = join(folder, 'road.y4m');
    await writeFile(file, writeY4m(createRoadScene(SCENE), { frames: FRAMES }));
    browser = await launchBrowser({ camera: file });
    site = await serveSdk();
    context = await browser.newContext();
    page = await openSdkPage(context, site);
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
    await rm(folder, { recursive: true });
  });

  it.each([
    ['straight from the track', true],
    ['through a video element', false],
  ])('should give the pixels of the camera in its own format, %s', async (_, withProcessor) => {
    const startedUs = Date.now() * 1000;
    const frames = await readFrames(page, 3, withProcessor);
    const scene = createRoadScene(SCENE);
    const drawn = Array.from({ length: FRAMES }, (__, index) => {
      const { frame } = scene.frameAt(index, { format: 'i420' });
      const luma = [];
      for (let at = 0; at < 640 * 480; at += LUMA_STEP) luma.push(frame.data[at]);
      return luma;
    });
    expect(frames.map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
    for (const { width, height, format, luma, timestampUs } of frames) {
      expect([width, height, format]).toEqual([640, 480, 'i420']);
      expect(drawn).toContainEqual(luma);
      expect(timestampUs).toBeGreaterThan(startedUs - 5e6);
      expect(timestampUs).toBeLessThan(Date.now() * 1000 + 1e6);
    }
    const stamps = frames.map(({ timestampUs }) => timestampUs);
    expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
  });

  it('should make the same tensor of a camera frame as Node makes of the drawn one', async () => {
    const preprocess = {
      resize: { mode: 'squash', width: 32, height: 32 },
      kernel: 'bilinear',
      rescaleFactor: 1 / 255,
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
      channelOrder: 'rgb',
      layout: 'nchw',
      dtype: 'float32',
    } as const;
    const seen = await page.evaluate(async (config) => {
      const { core, web } = globalThis.ocelli;
      const webcam = await web.openWebcam();
      const preprocessor = core.createPreprocessor(config);
      const { data } = core.createTensor('float32', preprocessor.outputDims);
      for await (const frame of webcam.frames()) {
        preprocessor.run(frame, data);
        frame.close();
        break;
      }
      webcam.release();
      return Array.from(data);
    }, preprocess);
    const scene = createRoadScene(SCENE);
    const preprocessor = createPreprocessor(preprocess);
    const tensors = Array.from({ length: FRAMES }, (_, index) => {
      const { data } = createTensor('float32', preprocessor.outputDims);
      const { frame } = scene.frameAt(index, { format: 'i420' });
      const { width, height, format } = frame;
      preprocessor.run(createFrame({ width, height, format, data: frame.data }), data);
      return Array.from(data);
    });
    preprocessor.release();
    expect(tensors).toContainEqual(seen);
  });

  it('should name the cameras', async () => {
    const cameras = await page.evaluate(() => globalThis.ocelli.web.listCameras());
    expect(cameras).toHaveLength(1);
    expect(cameras[0]?.label).not.toBe('');
  });

  it('should end the frames of a webcam that is released, and open it again', async () => {
    const count = await page.evaluate(async () => {
      const webcam = await globalThis.ocelli.web.openWebcam();
      let frames = 0;
      for await (const frame of webcam.frames()) {
        frame.close();
        frames += 1;
        if (frames === 2) webcam.release();
      }
      webcam.release();
      return frames;
    });
    expect(count).toBe(2);
    expect(await readFrames(page, 1)).toHaveLength(1);
  });

  it('should say that a camera of another id is not there', async () => {
    const [name, reason] = await openFailure(page, { deviceId: 'no-such-camera' });
    expect([name, reason]).toEqual(['CameraError', 'unsatisfiable']);
  });

  it('should have asked nothing of anyone but the page', () => {
    expect(browser.outside).toEqual([]);
  });
});

describe('openWebcam without a camera or a permission', () => {
  let site: Site;
  beforeAll(async () => {
    site = await serveSdk();
  });
  afterAll(() => site.close());

  it('should say in plain words that the user has to allow the camera', async () => {
    await using browser = await launchBrowser({
      args: ['--use-fake-device-for-media-stream', '--deny-permission-prompts'],
    });
    const page = await openSdkPage(await browser.newContext(), site);
    const [name, reason, remedy] = await openFailure(page);
    expect([name, reason]).toEqual(['CameraError', 'permission-denied']);
    expect(remedy).toMatch(/Allow the camera/);
  });

  it('should say that there is no camera', async () => {
    await using browser = await launchBrowser({ args: ['--use-fake-ui-for-media-stream'] });
    const page = await openSdkPage(await browser.newContext(), site);
    expect((await openFailure(page)).slice(0, 2)).toEqual(['CameraError', 'not-found']);
  });

  it('should say that a page over plain http gets no camera', async () => {
    await using browser = await launchBrowser();
    const page = await (await browser.newContext()).newPage();
    await page.goto(`http://${INSECURE_HOST}:${new URL(site.origin).port}/`);
    await page.waitForFunction(() => 'ocelli' in globalThis);
    expect((await openFailure(page))[0]).toBe('InsecureContextError');
  });
});
