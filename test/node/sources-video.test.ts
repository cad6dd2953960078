import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  CameraSourceError,
  createUsbSource,
  createVideoFileSource,
  type FrameStream,
  type VideoFileSourceOptions,
} from '@ocelli/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'ocelli-video-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const path = (name: string): string => join(folder, name);

const missing =
  spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0
    ? undefined
    : 'ffmpeg, which makes the videos, is not here: apt-get install -y ffmpeg';

const ffmpeg = (...options: readonly string[]): void => {
  const result = spawnSync('ffmpeg', ['-loglevel', 'error', '-y', ...options]);
  if (result.status !== 0) throw new Error(String(result.stderr));
};

const SECOND = ['-f', 'lavfi', '-i', 'testsrc2=size=96x64:rate=25', '-t', '1'];
const H264 = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-g', '5', '-bf', '2'];

/** The file with the matrix of a phone that was held upright: a quarter turn clockwise. */
const turned = (file: Buffer): Buffer => {
  const matrix = file.indexOf('tkhd', 0, 'latin1') + 44;
  [0, 0x10000, 0, -0x10000, 0, 0].forEach((value, index) => {
    file.writeInt32BE(value, matrix + index * 4);
  });
  return file;
};

const read = async (options: VideoFileSourceOptions) => {
  const frames: Record<string, unknown>[] = [];
  const stream = createVideoFileSource(options).open();
  let failure: unknown;
  try {
    for await (const frame of stream) {
      const { data, format, width, height, yuvRange, yuvMatrix, orientation } = frame;
      const { sequence, timestampUs } = frame;
      const size = { format, width, height, yuvRange, yuvMatrix, orientation };
      frames.push({ ...size, sequence, timestampUs, first: data[0] });
      frame.close();
    }
  } catch (error) {
    failure = error;
  }
  return { frames, failure, counts: stream.counts };
};

/** The decoder processes that this one has started. */
const decoders = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const isOurs = readFileSync(`/proc/${pid}/status`, 'latin1').includes(
          `PPid:\t${String(process.pid)}\n`,
        );
        return isOurs && readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('decoder-process');
      } catch {
        return false;
      }
    })
    .map(Number);

const untilFailure = async (stream: FrameStream): Promise<unknown> => {
  try {
    for await (const frame of stream) frame.close();
    return undefined;
  } catch (error) {
    return error;
  }
};

describe.skipIf(missing !== undefined)(`a video file (${missing ?? 'made by ffmpeg'})`, () => {
  beforeAll(() => {
    ffmpeg(...SECOND, ...H264, '-movflags', '+faststart', path('h264.mp4'));
    writeFileSync(path('turned.mp4'), turned(readFileSync(path('h264.mp4'))));
    ffmpeg(...SECOND, '-c:v', 'mjpeg', '-pix_fmt', 'yuvj422p', path('mjpeg.avi'));
    ffmpeg(...SECOND, '-c:v', 'ffv1', '-pix_fmt', 'gray', path('gray.mkv'));
    ffmpeg('-f', 'lavfi', '-i', 'sine', '-t', '1', path('sound.wav'));
    const whole = readFileSync(path('h264.mp4'));
    writeFileSync(path('cut.mp4'), whole.subarray(0, Math.floor(whole.length * 0.7)));
    writeFileSync(path('no-index.mp4'), whole.subarray(0, 200));
    writeFileSync(path('empty.mp4'), '');
    writeFileSync(path('text.mp4'), 'this is no video\n'.repeat(100));
  });

  it('should give every frame in order, stamped with its time in the file', async () => {
    const startUs = 1_700_000_000_000_000;
    const { frames, failure, counts } = await read({ path: path('h264.mp4'), startUs });
    expect(failure).toBeUndefined();
    expect(counts).toEqual({ received: 25, delivered: 25, dropped: 0 });
    expect(frames.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 25 }, (_, i) => i));
    expect(frames.map(({ timestampUs }) => timestampUs)).toEqual(
      Array.from({ length: 25 }, (_, index) => startUs + index * 40_000),
    );
    expect(frames[0]).toMatchObject({ format: 'i420', width: 96, height: 64, orientation: 1 });
  });

  it.each([
    ['turned.mp4', { format: 'i420', width: 96, height: 64, orientation: 6 }],
    ['mjpeg.avi', { format: 'i420', yuvRange: 'full', yuvMatrix: 'bt601' }],
    ['gray.mkv', { format: 'gray', width: 96, height: 64 }],
  ])('should describe the frames of %s', async (name, description) => {
    const { frames, failure } = await read({ path: path(name) });
    expect(failure).toBeUndefined();
    expect(frames).toHaveLength(25);
    expect(frames[0]).toMatchObject(description);
  });

  it('should play by the clock, and drop what a slow consumer has no time for', async () => {
    const stream = createVideoFileSource({ path: path('h264.mp4'), rate: 'realtime' }).open();
    const { value: first } = await stream.next();
    first?.close();
    await new Promise((resolve) => setTimeout(resolve, 400));
    const { value: second } = await stream.next();
    expect(second?.sequence).toBeGreaterThan(3);
    second?.close();
    await untilFailure(stream);
    expect(stream.counts.received).toBe(25);
    expect(stream.counts.dropped).toBeGreaterThan(0);
    expect(stream.counts.delivered + stream.counts.dropped).toBe(25);
  });

  it.each([
    ['no-index.mp4', 'damaged'],
    ['empty.mp4', 'damaged'],
    ['text.mp4', 'damaged'],
    ['sound.wav', 'no-video'],
    ['absent.mp4', 'not-found'],
    ['.', 'is-directory'],
  ])('should say of %s: %s', async (name, reason) => {
    const { frames, failure } = await read({ path: path(name) });
    expect(frames).toEqual([]);
    expect(failure).toBeInstanceOf(CameraSourceError);
    expect(failure).toMatchObject({ reason, source: path(name) });
  });

  it('should give the frames of a file that ends early, and then say so', async () => {
    const { frames, failure } = await read({ path: path('cut.mp4') });
    expect(frames.length).toBeGreaterThan(5);
    expect(frames.length).toBeLessThan(25);
    expect(failure).toMatchObject({ reason: 'damaged' });
  });

  it('should outlive its decoder', async () => {
    const stream = createVideoFileSource({ path: path('h264.mp4'), rate: 'realtime' }).open();
    (await stream.next()).value?.close();
    const [pid] = decoders();
    if (pid === undefined) throw new Error('There is no decoder process.');
    process.kill(pid, 'SIGSEGV');
    expect(await untilFailure(stream)).toMatchObject({ reason: 'decoder-crashed' });
    expect(decoders()).toEqual([]);
  });

  it('should end a decoder that hangs when it is closed', async () => {
    const stream = createVideoFileSource({ path: path('h264.mp4'), rate: 'realtime' }).open();
    (await stream.next()).value?.close();
    const [pid] = decoders();
    if (pid === undefined) throw new Error('There is no decoder process.');
    process.kill(pid, 'SIGSTOP');
    await stream.close();
    expect(decoders()).toEqual([]);
  });
});

describe('a decoder process', () => {
  it('should say what to install where node-av is not', async () => {
    const dist = fileURLToPath(new URL('../../packages/node/dist', import.meta.url));
    cpSync(dist, path('dist'), { recursive: true });
    writeFileSync(path('package.json'), '{"type":"module"}');
    const child = fork(path('dist/decoder-process.js'), {
      serialization: 'advanced',
      execArgv: [],
    });
    const closed = once(child, 'close');
    const input = { url: 'file:x', options: {}, pacing: 'fastest' };
    child.send({ kind: 'open', input });
    const [answer] = (await Promise.race([once(child, 'message'), closed])) as unknown[];
    expect(answer).toMatchObject({ kind: 'failed', reason: 'decoder-missing' });
    await closed;
  });
});

describe.skipIf(process.platform !== 'linux')('a USB camera (Linux)', () => {
  it('should be told from a camera that is not there', async () => {
    const source = createUsbSource({ device: '/dev/video99', reconnect: { retry: false } });
    expect(await untilFailure(source.open())).toMatchObject({
      reason: 'absent-device',
      source: '/dev/video99',
    });
  });
});
