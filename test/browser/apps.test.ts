import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeY4m } from '@ocelli/scenes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { appCases, darkPicture, stillOf } from './app-cases.js';
import { alteredModel, APP_PATH, modelPaths, openApp, serveApp } from './app-site.js';
import { launchBrowser, type TestBrowser } from './launch-browser.js';
import type { Site } from './serve-site.js';

const PATIENCE = { timeout: 90_000 };

const answeredLabel = async (page: Page): Promise<string> => {
  await page.waitForSelector('.answer[data-label]', PATIENCE);
  return (await page.getAttribute('.answer', 'data-label')) ?? '';
};

const selectedProvider = async (page: Page): Promise<string> => {
  const selected = await page.waitForSelector('[data-outcome=selected] strong', {
    ...PATIENCE,
    state: 'attached',
  });
  return (await selected.textContent()) ?? '';
};

/** Waits until pictures are classified. */
const isLooking = (page: Page): Promise<void> =>
  expect
    .poll(async () => Number(await page.getByTestId('fps').textContent()), PATIENCE)
    .toBeGreaterThan(0);

/** Lets a picture fall onto the page, or pastes it. */
const handOver = (
  page: Page,
  way: 'drop' | 'paste',
  { name, mimeType, buffer }: Awaited<ReturnType<typeof stillOf>>,
): Promise<void> =>
  page.evaluate(
    ({ way, name, mimeType, bytes }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], name, { type: mimeType }));
      const event =
        way === 'drop'
          ? new DragEvent(way, { bubbles: true, cancelable: true, dataTransfer: transfer })
          : new ClipboardEvent(way, { bubbles: true, clipboardData: transfer });
      document.body.dispatchEvent(event);
    },
    { way, name, mimeType, bytes: [...buffer] },
  );

for (const example of appCases()) {
  const { app, scene, firstFrame, frames, label } = example;

  describe.skipIf(modelPaths(app).length === 0)(`${app} with a webcam (weights needed)`, () => {
    let folder: string;
    let camera: string;
    let browser: TestBrowser;
    let site: Site;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'ocelli-app-'));
      camera = join(folder, 'camera.y4m');
      await writeFile(camera, writeY4m(scene, { firstFrame, frames }));
      browser = await launchBrowser({ camera });
      site = await serveApp(app);
    });
    afterAll(async () => {
      await browser.close();
      await site.close();
      await rm(folder, { recursive: true });
    });

    it('should name what the camera sees, on wasm, and keep it as an event', async () => {
      const { context, page } = await openApp(browser, site);
      expect(await answeredLabel(page)).toMatch(label);
      expect(await page.locator('.badge.live').count()).toBe(1);
      expect(await page.locator('.badge.simulated').count()).toBe(0);
      const events = await page
        .locator('.event')
        .evaluateAll((all) => all.map((each) => (each as HTMLElement).dataset['label'] ?? ''));
      expect(events).toContainEqual(expect.stringMatching(label));
      const event = page.locator('.event').first();
      expect(await event.locator('img').getAttribute('src')).toMatch(/^data:image\/jpeg;base64,/);
      expect(await page.getByTestId('announcement').textContent()).not.toBe('');
      expect(await selectedProvider(page)).toBe('wasm');
      await isLooking(page);
      await context.close();
    });

    it('should look at a picture that is picked, and go back to the camera', async () => {
      const { context, page } = await openApp(browser, site);
      await page.locator('.badge.live').waitFor(PATIENCE);
      await page.setInputFiles('.controls input[type=file]', await stillOf(example));
      await page.getByText('still.png').waitFor(PATIENCE);
      expect(await answeredLabel(page)).toMatch(label);
      await page.getByRole('button', { name: 'Back to the camera' }).click();
      await page.locator('.badge.live').waitFor(PATIENCE);
      await context.close();
    });

    it.each(['drop', 'paste'] as const)(
      'should look at a picture that comes by %s',
      async (way) => {
        const { context, page } = await openApp(browser, site);
        await page.locator('.badge.live').waitFor(PATIENCE);
        await handOver(page, way, await stillOf(example));
        await page.getByText('still.png').waitFor(PATIENCE);
        expect(await answeredLabel(page)).toMatch(label);
        await context.close();
      },
    );

    it('should have asked nothing of anyone but its own folder', () => {
      expect(browser.outside).toEqual([]);
      expect(site.requests.length).toBeGreaterThan(5);
      expect(site.requests.filter((path) => !path.startsWith(APP_PATH))).toEqual([]);
    });

    if (app === 'crop-disease') {
      it('should say what would make an opened photo better', async () => {
        const { context, page } = await openApp(browser, site);
        await page.locator('.badge.live').waitFor(PATIENCE);
        const [name, mimeType] = ['night.png', 'image/png'];
        const buffer = await darkPicture();
        await page.setInputFiles('.controls input[type=file]', { name, mimeType, buffer });
        await page.getByText(name).waitFor(PATIENCE);
        expect(await page.locator('.advice').textContent()).toContain('More light');
        await context.close();
      });
    }

    if (app === 'medical-scan') {
      it('should do the same on WebGPU when it is chosen', async () => {
        await using withGpu = await launchBrowser({ camera, webgpu: true });
        const { page } = await openApp(withGpu, site);
        await page.getByRole('combobox', { name: 'Execution provider' }).selectOption('webgpu');
        expect(await answeredLabel(page)).toMatch(label);
        expect(await selectedProvider(page)).toBe('webgpu');
        expect(withGpu.outside).toEqual([]);
      });

      it('should look at an opened picture again when the other kind is chosen', async () => {
        const { context, page } = await openApp(browser, site);
        await page.locator('.badge.live').waitFor(PATIENCE);
        await page.setInputFiles('.controls input[type=file]', await stillOf(example));
        expect(await answeredLabel(page)).toMatch(label);
        await page.getByRole('button', { name: 'Brain MRI' }).click();
        // Whatever the other model says of a blood cell, it is asked, and the picture stays.
        await page.getByText('Glioma').first().waitFor(PATIENCE);
        expect(await page.locator('.stage > .badge').textContent()).toBe('still.png');
        await context.close();
      });

      it('should say that it is no diagnosis, above the picture and with the events', async () => {
        const { context, page } = await openApp(browser, site);
        expect(await page.locator('.banner').textContent()).toContain('Not a diagnosis');
        expect(await page.locator('.history .warning').textContent()).toContain('Not a diagnosis');
        await answeredLabel(page);
        const saving = page.waitForEvent('download');
        await page.getByRole('button', { name: 'Export' }).click();
        const stream = await (await saving).createReadStream();
        const exported = JSON.parse(Buffer.concat(await stream.toArray()).toString()) as {
          readonly warning: string;
          readonly events: readonly { readonly label: string }[];
        };
        expect(exported.warning).toContain('Not a diagnosis');
        expect(exported.events[0]?.label).toMatch(label);
        await context.close();
      });
    }
  });

  describe(`${app} when something is wrong`, () => {
    it('should say what to do when the camera is denied, and offer a simulated one', async () => {
      await using browser = await launchBrowser({
        args: ['--use-fake-device-for-media-stream', '--deny-permission-prompts'],
      });
      await using site = await serveApp(app);
      const { page } = await openApp(browser, site);
      await page.getByRole('button', { name: 'Use the camera' }).click();
      const failure = page.locator('.stage .failure');
      await failure.waitFor(PATIENCE);
      expect(await failure.getAttribute('data-fault')).toBe('camera-permission-denied');
      expect(await failure.textContent()).toContain('allow the camera for this page');
      await failure.getByRole('button', { name: 'Simulated camera' }).click();
      await page.locator('.badge.simulated').waitFor(PATIENCE);
      expect(browser.outside).toEqual([]);
    });

    it('should keep working when it is opened with a picture, and when a file is no picture', async () => {
      await using browser = await launchBrowser({ args: ['--use-fake-device-for-media-stream'] });
      await using site = await serveApp(app);
      const { page } = await openApp(browser, site);
      const picker = page.locator('input[type=file]');
      await page.locator('.start').waitFor(PATIENCE);
      await picker.setInputFiles(await stillOf(example));
      await page.getByText('still.png').waitFor(PATIENCE);
      const buffer = Buffer.from('no picture at all');
      await picker.setInputFiles({ name: 'text.png', mimeType: 'image/png', buffer });
      const failure = page.locator('.stage .failure');
      await failure.waitFor(PATIENCE);
      expect(await failure.getAttribute('data-fault')).toBe('picture-unreadable');
      await failure.getByRole('button', { name: 'Back' }).click();
      await page.getByRole('button', { name: 'Use the camera' }).waitFor(PATIENCE);
    });

    const hasModel = modelPaths(app).length > 0;
    const html = '<!doctype html><title>Sign in</title><p>Sign in to this network.</p>';
    const answers = {
      'model-missing': (_, response) => response.writeHead(404).end('not found'),
      'model-not-a-model': (_, response) =>
        response.setHeader('content-type', 'text/html').end(html.repeat(20)),
      'model-altered': ({ url = '' }, response) => response.end(alteredModel(app, url)),
    } satisfies Record<string, Parameters<typeof serveApp>[1]>;

    it.skipIf(!hasModel).each(Object.entries(answers))(
      'should say %s in plain words and try again (weights needed)',
      async (fault, answer) => {
        await using browser = await launchBrowser();
        await using site = await serveApp(app, answer);
        const { page } = await openApp(browser, site);
        const failure = page.locator('.answer-panel .failure');
        await failure.waitFor(PATIENCE);
        expect(await failure.getAttribute('data-fault')).toBe(fault);
        const asked = site.requests.filter((path) => path.endsWith('.onnx')).length;
        await failure.getByRole('button', { name: 'Try again' }).click();
        await expect
          .poll(() => site.requests.filter((path) => path.endsWith('.onnx')).length, PATIENCE)
          .toBeGreaterThan(asked);
        expect(browser.outside).toEqual([]);
      },
    );
  });

  describe(`${app} without a camera`, () => {
    it.skipIf(modelPaths(app).length === 0)(
      'should show a simulated one, and work again without a network (weights needed)',
      async () => {
        await using browser = await launchBrowser();
        const site = await serveApp(app);
        const { page } = await openApp(browser, site);
        await page.locator('.badge.simulated').waitFor(PATIENCE);
        await selectedProvider(page);
        await site.close();
        await page.reload();
        await page.locator('.badge.simulated').waitFor(PATIENCE);
        expect(await selectedProvider(page)).toBe('wasm');
        await isLooking(page);
        expect(browser.outside).toEqual([]);
      },
    );

    it('should change its language and remember it', async () => {
      await using browser = await launchBrowser();
      await using site = await serveApp(app);
      const { page } = await openApp(browser, site);
      const lang = (): Promise<string | null> => page.getAttribute('html', 'lang');
      await expect.poll(lang, PATIENCE).toBe('en');
      await page.getByRole('combobox', { name: 'Language' }).selectOption('zh');
      await expect.poll(lang, PATIENCE).toBe('zh-Hans');
      await page.reload();
      await expect.poll(lang, PATIENCE).toBe('zh-Hans');
    });
  });
}
