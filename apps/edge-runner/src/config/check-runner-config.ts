import type * as v from 'valibot';
import { isLoopbackHost } from './is-loopback-host.js';
import type { ConfigProblem } from './parse-runner-config.js';
import type { runnerConfigSchema } from './runner-config-schema.js';

type Config = v.InferOutput<typeof runnerConfigSchema>;
type Camera = Config['cameras'][number];

const URL_SCHEMES: Partial<Record<Camera['source']['kind'], readonly string[]>> = {
  rtsp: ['rtsp:', 'rtsps:'],
  mjpeg: ['http:', 'https:'],
};

const checkSource = ({ source }: Camera, index: number): ConfigProblem[] => {
  const schemes = URL_SCHEMES[source.kind];
  if (schemes === undefined || !('url' in source)) return [];
  if (URL.canParse(source.url) && schemes.includes(new URL(source.url).protocol)) return [];
  const path = ['cameras', index, 'source', 'url'];
  // Never shows the address: it may hold a password.
  const received = URL.canParse(source.url) ? new URL(source.url).protocol : 'no URL';
  return [{ path, expected: `a URL such as ${schemes[0] ?? ''}//192.168.0.10/stream`, received }];
};

const checkRegion = ({ region }: Camera, index: number): ConfigProblem[] => {
  if (region === undefined) return [];
  const sides = [
    ['width', region.x + region.width],
    ['height', region.y + region.height],
  ] as const;
  return sides
    .filter(([, end]) => end > 1)
    .map(([side, end]) => ({
      path: ['cameras', index, 'region', side],
      expected: 'within the picture, which ends at 1',
      received: `up to ${String(end)}`,
    }));
};

const checkEvents = ({ events }: Camera, index: number): ConfigProblem[] => {
  const { enterThreshold = 0.7, leaveThreshold = Math.min(0.4, enterThreshold) } = events ?? {};
  if (leaveThreshold <= enterThreshold) return [];
  const path = ['cameras', index, 'events', 'leaveThreshold'];
  const expected = `at most enterThreshold, ${String(enterThreshold)}`;
  return [{ path, expected, received: String(leaveThreshold) }];
};

const checkIds = (cameras: readonly Camera[]): ConfigProblem[] =>
  cameras.flatMap(({ id }, index) => {
    const first = cameras.findIndex((camera) => camera.id === id);
    if (first === index) return [];
    const received = `"${id}", as of cameras[${String(first)}]`;
    return [{ path: ['cameras', index, 'id'], expected: 'used once', received }];
  });

const checkPage = ({ page }: Config): ConfigProblem[] => {
  if (page === undefined || page === false || page.host === undefined) return [];
  if (isLoopbackHost(page.host) || page.token !== undefined) return [];
  return [
    {
      path: ['page', 'host'],
      expected: '127.0.0.1, or page.token set, as anybody on the network could look',
      received: `"${page.host}" without a token`,
    },
  ];
};

/** What is wrong in a configuration of the right shape: the rules that span several fields. */
export const checkRunnerConfig = (config: Config): readonly ConfigProblem[] => [
  ...checkIds(config.cameras),
  ...config.cameras.flatMap((camera, index) => [
    ...checkSource(camera, index),
    ...checkRegion(camera, index),
    ...checkEvents(camera, index),
  ]),
  ...checkPage(config),
];
