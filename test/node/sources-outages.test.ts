import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Classifier, createClassifier, type Frame } from '@ocelli/core';
import {
  createNodeBackend,
  createRtspSource,
  type FrameStream,
  openCardFile,
  type SourceStatus,
} from '@ocelli/node';
import {
  asCamera,
  type CameraItem,
  classifyLatest,
  fromFrames,
  stableLabel,
  withCameraHealth,
} from '@ocelli/rx';
import { type Subscription, tap } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { writeColourNames } from './colour-names.js';
import { freePort, missingRtspServer, startRtspServer } from './rtsp-server.js';

const missing = missingRtspServer();

/** What the camera shows, as it is told here: by looking at the pixels, before anything of ours does. */
interface SeenFrame {
  readonly sequence: number;
  readonly capturedUs: number;
  readonly isBlack: boolean;
  readonly picture: string;
}

type Entry = CameraItem | { readonly kind: 'status'; readonly status: SourceStatus };

/** For a machine that is busy with other things. */
const PATIENCE_MS = 240_000;
const TEST_MS = 900_000;

/** The first frame of a camera is waited for as long; all else is as it is by default. */
const reconnect = { firstFrameTimeoutMs: 60_000 };

/** An entry in a word, for what went wrong. */
const brief = (entry: Entry): string => {
  if (entry.kind === 'status') return entry.status.state;
  if (entry.kind === 'health') return entry.state;
  return entry.kind === 'decision' ? '.' : entry.kind;
};

const EVENT_KINDS: readonly string[] = ['entered', 'changed', 'left'];
const atUsOf = (entry: Entry | undefined): number => (entry?.kind === 'health' ? entry.atUs : NaN);
const isEvent = ({ kind }: Entry): boolean => EVENT_KINDS.includes(kind);

/** Luma of black where it spans 16..235. */
const BLACK_LUMA = 16;
const look = ({ data, width, height, sequence, timestampUs }: Frame): SeenFrame => {
  const luma = data.subarray(0, width * height);
  return {
    sequence,
    capturedUs: timestampUs,
    isBlack: luma.every((level) => level <= BLACK_LUMA + 2),
    picture: createHash('sha1').update(luma).digest('hex'),
  };
};

/** Frames of one and the same picture, the longest row of them. */
const longestStill = (seen: readonly SeenFrame[]): readonly SeenFrame[] => {
  let longest: readonly SeenFrame[] = [];
  let start = 0;
  seen.forEach(({ picture }, index) => {
    if (picture !== seen[start]?.picture) start = index;
    if (index + 1 - start > longest.length) longest = seen.slice(start, index + 1);
  });
  return longest;
};

/** A camera with everything behind it that stands between a picture and an event. */
const watchCamera = (url: string, classifier: Classifier) => {
  const log: Entry[] = [];
  const seen: SeenFrame[] = [];
  const stream: FrameStream = createRtspSource({ url, reconnect }).open({
    onStatus: (status) => log.push({ kind: 'status', status }),
  });
  const subscription: Subscription = fromFrames(stream)
    .pipe(
      tap((frame) => seen.push(look(frame))),
      asCamera('gate'),
      withCameraHealth('gate'),
      classifyLatest(classifier),
      stableLabel(),
    )
    .subscribe((item) => log.push(item));
  const has = (from: number, what: string, test: (entry: Entry) => boolean) =>
    vi.waitFor(
      () => {
        const at = log.findIndex((entry, index) => index >= from && test(entry));
        expect(at, `${what} after ${from}, of ${log.map(brief).join(' ')}`).toBeGreaterThan(-1);
        return at;
      },
      { timeout: PATIENCE_MS, interval: 20 },
    );
  const close = async (): Promise<void> => {
    subscription.unsubscribe();
    await stream.close();
  };
  onTestFinished(close);
  return {
    log,
    seen,
    stream,
    close,
    /** Where in the log it stands. */
    event: (from: number) => has(from, 'an event', isEvent),
    health: (from: number, state: string) =>
      has(from, state, (entry) => entry.kind === 'health' && entry.state === state),
    status: (from: number, state: string) =>
      has(from, state, (entry) => entry.kind === 'status' && entry.status.state === state),
  };
};

/** Longest time from the first frame of a colour to the event that it is there, on a busy machine. */
const SETTLED_US = 2_000_000;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const openFiles = (): number => readdirSync('/proc/self/fd').length;
/** What this process holds: child processes, pipes, sockets; timers come and go. */
const handles = (): readonly string[] =>
  process.getActiveResourcesInfo().filter((name) => !['Timeout', 'Immediate'].includes(name));
const children = (): number => handles().filter((name) => name === 'ProcessWrap').length;

const startServer = async (port: number) => {
  const server = await startRtspServer(port);
  onTestFinished(() => server.kill());
  return server;
};

describe.skipIf(missing !== undefined)(
  `a watched RTSP camera (${missing ?? 'GStreamer'})`,
  { timeout: TEST_MS },
  () => {
    let folder: string;
    let classifier: Classifier;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'ocelli-outages-'));
      const { card } = await openCardFile(await writeColourNames(folder));
      classifier = await createClassifier({ card, backend: createNodeBackend() });
    });
    afterAll(async () => {
      await classifier.release();
      rmSync(folder, { recursive: true });
    });

    it('should say what the picture is, and make no event of one that is black or frozen', async () => {
      const port = await freePort();
      const server = await startServer(port);
      const { log, seen, event, health, close } = watchCamera(
        `rtsp://127.0.0.1:${String(port)}/colours`,
        classifier,
      );
      const changed = await event((await event(0)) + 1);
      server.show('black');
      const black = await health(changed, 'black');
      await sleep(1000);
      server.show('live');
      const bright = await health(black, 'ok');
      const again = await event(bright);
      server.show('frozen');
      const frozen = await health(again, 'frozen');
      await sleep(1000);
      server.show('live');
      const moving = await health(frozen, 'ok');
      await event(moving);
      await close();

      const decided = new Set(
        log.flatMap((item) => (item.kind === 'decision' ? item.sequence : [])),
      );
      const blackFrames = seen.filter((frame) => frame.isBlack);
      expect(blackFrames.length).toBeGreaterThan(10);
      expect(blackFrames.filter(({ sequence }) => decided.has(sequence))).toEqual([]);
      // A decision that was being made when the state changed may still come.
      const between = (from: number, to: number) =>
        log
          .slice(from, to)
          .filter(
            (entry, _, [change]) =>
              isEvent(entry) || (entry.kind === 'decision' && entry.capturedUs > atUsOf(change)),
          );
      expect(between(black, bright)).toEqual([]);
      expect(between(frozen, moving)).toEqual([]);
      // Before the camera is known to be frozen its picture is decided on, and stays what it was.
      const still = longestStill(seen);
      expect(still.length).toBeGreaterThan(50);
      const settledUs = (still[0]?.capturedUs ?? 0) + SETTLED_US;
      const whileStill = log.filter(
        (entry) =>
          'decision' in entry &&
          entry.decision.capturedUs > settledUs &&
          entry.decision.sequence <= (still.at(-1)?.sequence ?? 0),
      );
      expect(whileStill).toEqual([]);
      const labels = log.flatMap((item) =>
        item.kind === 'entered' || item.kind === 'changed' ? item.label : [],
      );
      expect(new Set(labels)).toEqual(new Set(['red', 'blue']));
    });

    it('should be back after each of ten outages, with no event meanwhile and nothing left behind', async ({
      annotate,
    }) => {
      const port = await freePort();
      const before = { files: openFiles(), handles: handles() };
      const camera = watchCamera(`rtsp://127.0.0.1:${String(port)}/colours`, classifier);
      const { log, seen, stream } = camera;
      let from = 0;
      const backMs: number[] = [];
      const files: number[] = [];
      for (let round = 0; round < 10; round += 1) {
        // Some are long enough to be `no-signal`.
        if (round % 4 === 2) await camera.health(from, 'no-signal');
        const server = await startServer(port);
        const readyMs = performance.now();
        const live = await camera.status(from, 'live');
        backMs.push(performance.now() - readyMs);
        expect(log.slice(from, live).filter(isEvent)).toEqual([]);
        await camera.event(live);
        files.push(openFiles());
        // The camera's, and the server.
        expect(children()).toBe(2);
        await server.kill();
        from = await camera.status(live, 'reconnecting');
      }
      await camera.close();

      await annotate(`live again after ${backMs.map((ms) => ms.toFixed(0)).join(', ')} ms`);
      // What the source waits is bounded; the rest is the time that server and decoder need to start.
      const waits = log.flatMap((entry) =>
        entry.kind === 'status' && entry.status.state === 'reconnecting' ? entry.status : [],
      );
      expect(Math.max(...waits.map(({ delayMs }) => delayMs))).toBeLessThanOrEqual(3000);
      expect(waits.map(({ cause }) => cause.reason)).toContain('disconnected');
      const sequences = seen.map(({ sequence }) => sequence);
      expect(sequences).toEqual([...new Set(sequences)].sort((one, other) => one - other));
      expect(stream.status?.state).toBe('ended');
      const { received, delivered, dropped } = stream.counts;
      expect(received).toBe(delivered + dropped);
      expect(log.filter(({ kind }) => kind === 'decision' || kind === 'drop')).toHaveLength(
        delivered,
      );
      expect(files.at(-1)).toBeLessThanOrEqual(files[0] ?? 0);
      expect(openFiles()).toBeLessThanOrEqual(before.files);
      expect(handles().length).toBeLessThanOrEqual(before.handles.length);
    });
  },
);
