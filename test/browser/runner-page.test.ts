import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOcelli } from '../node/cli-process.js';
import { writeColourNames } from '../node/colour-names.js';
import { launchBrowser, type TestBrowser } from './launch-browser.js';

const PATIENCE = { timeout: 60_000 };
const TOKEN = 'hunter2';
/** Chromium itself asks there how to fill in a password field. */
const AUTOFILL = 'content-autofill.googleapis.com:443';

const MODEL = 'model/colour-names.json';
const CONFIG = {
  cameras: [
    {
      id: 'leaf',
      name: 'Leaf in the hand',
      source: { kind: 'simulated', scene: 'leaf', fps: 5 },
      model: MODEL,
    },
    { id: 'door', name: 'Door', source: { kind: 'usb', device: '/dev/video99' }, model: MODEL },
  ],
  sinks: [{ kind: 'stdout' }, { kind: 'webhook', url: 'http://127.0.0.1:65000/' }],
  page: { port: 0, token: { file: 'token' } },
  // Nobody takes what the webhook would send.
  drainMs: 100,
};

/** Starts `ocelli run` and waits until it says where its page is. */
const startRunner = async (folder: string) => {
  await writeColourNames(join(folder, 'model'));
  await writeFile(join(folder, 'token'), TOKEN);
  await writeFile(join(folder, 'cameras.yaml'), JSON.stringify(CONFIG));
  const child = startOcelli(['run', join(folder, 'cameras.yaml')]);
  // What nobody reads would fill the pipe.
  child.stdout.resume();
  const ended = new Promise((resolve) => child.once('close', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stderr).on('line', (line) => {
      const { page } = JSON.parse(line) as { readonly page?: string };
      if (page !== undefined) resolve(page);
    });
    void ended.then(() => {
      reject(new Error('The runner ended before it had a page.'));
    });
  });
  return { child, ended, url };
};

const stateOf = (page: Page): Promise<string | null> => page.textContent('#state');

describe('the page of the runner', () => {
  let folder: string;
  let runner: Awaited<ReturnType<typeof startRunner>>;
  let browser: TestBrowser;
  let page: Page;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ocelli-runner-page-'));
    browser = await launchBrowser();
    runner = await startRunner(folder);
    page = await (await browser.newContext()).newPage();
    await page.goto(runner.url);
  });
  afterAll(async () => {
    runner.child.kill('SIGKILL');
    await runner.ended;
    await browser.close();
    await rm(folder, { recursive: true });
  });

  it('should show nothing before its token is typed, and say when it is the wrong one', async () => {
    const field = page.getByLabel('This page asks for its token');
    await field.waitFor(PATIENCE);
    expect(await page.locator('.camera, .columns').filter({ visible: true }).count()).toBe(0);
    await field.fill('a guess');
    await page.keyboard.press('Enter');
    await page.getByText('That is not the token.').waitFor(PATIENCE);
    await field.fill(TOKEN);
    await page.keyboard.press('Enter');
    await page.locator('.camera').first().waitFor(PATIENCE);
    expect(await page.getByText('That is not the token.').isVisible()).toBe(false);
  });

  it('should show live pictures, what is decided on them, and that they are simulated', async () => {
    const leaf = page.getByRole('article', { name: 'Leaf in the hand' });
    const picture = leaf.getByRole('img', { name: 'Live picture: Leaf in the hand' });
    await expect
      .poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth), PATIENCE)
      .toBeGreaterThan(0);
    await leaf.locator('.pill', { hasText: 'Live' }).waitFor(PATIENCE);
    await expect.poll(() => leaf.locator('.decision-score').textContent(), PATIENCE).toMatch(/\d%/);
    expect(await leaf.locator('.badge').textContent()).toBe('simulated');
  });

  it('should name cameras in events, also in those from before it was opened', async () => {
    await page.reload();
    await page.locator('.event').first().waitFor(PATIENCE);
    const events = await page.locator('.event-text').allTextContents();
    expect(events.filter((text) => !/Leaf in the hand|Door/.test(text))).toEqual([]);
  });

  it('should say what is wrong with a camera and a sink, and what to do', async () => {
    const door = page.getByRole('article', { name: 'Door' });
    await door.locator('.cause em').waitFor(PATIENCE);
    expect(await door.locator('.cause').textContent()).toContain('/dev/video99');
    await page.locator('#sinks', { hasText: 'the connection is refused' }).waitFor(PATIENCE);
    expect(await stateOf(page)).toBe('1 of 2 cameras live');
  });

  it('should say that the runner is gone, having asked nothing of anyone else', async () => {
    runner.child.kill('SIGINT');
    await expect.poll(() => stateOf(page), PATIENCE).toBe('No answer');
    expect(await page.getByRole('alert').textContent()).toContain('does not answer');
    expect(browser.outside.filter((host) => host !== AUTOFILL)).toEqual([]);
  });
});
