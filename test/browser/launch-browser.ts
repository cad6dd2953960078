import { type BrowserContext, chromium } from 'playwright-core';
import { findBrowser } from './find-browser.js';
import { type OutsideRequests, recordOutsideRequests } from './record-outside-requests.js';

const QUIET = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** WebGPU on SwiftShader: on any machine, and slow. */
const SOFTWARE_WEBGPU = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
];

/** A camera that plays this Y4M file and asks nobody. */
const fakeCamera = (file: string): string[] => [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${file}`,
];

/** A name for this machine that browsers do not take for it: its pages are not secure. */
export const INSECURE_HOST = 'camera.test';

const LOCAL_HOSTS = ['127.0.0.1', 'localhost', INSECURE_HOST];

export interface LaunchOptions {
  readonly webgpu?: boolean;
  /** A Y4M file that the only camera plays. */
  readonly camera?: string;
  readonly args?: readonly string[];
}

/** A browser whose pages reach this machine alone, and what they tried. */
export interface TestBrowser extends AsyncDisposable {
  /** A profile of its own: permissions, caches, pages. */
  newContext(): Promise<BrowserContext>;
  /** What pages and workers tried to reach beyond this machine. */
  readonly outside: OutsideRequests['seen'];
  close(): Promise<void>;
}

/** Starts Chromium without a window. */
export const launchBrowser = async ({
  webgpu = false,
  camera,
  args = [],
}: LaunchOptions = {}): Promise<TestBrowser> => {
  const executablePath = findBrowser();
  const requests = await recordOutsideRequests();
  const browser = await chromium.launch({
    executablePath,
    args: [
      ...QUIET,
      `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`,
      ...(webgpu ? SOFTWARE_WEBGPU : []),
      ...(camera === undefined ? [] : fakeCamera(camera)),
      ...args,
    ],
  });
  const close = async (): Promise<void> => {
    await browser.close();
    await requests.close();
  };
  return {
    // The proxy is the contexts', not the browser's: Chromium's own updates are not the pages' doing.
    newContext: () =>
      browser.newContext({ proxy: { server: requests.proxy, bypass: LOCAL_HOSTS.join() } }),
    outside: requests.seen,
    close,
    [Symbol.asyncDispose]: close,
  };
};
