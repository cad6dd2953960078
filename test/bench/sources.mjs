/**
 * What one 720p H.264 camera costs: frames per second and CPU of `createRtspSource`, beside a child process of
 * ffmpeg that pipes raw frames. Needs ffmpeg and Debian's GStreamer (see test/node/rtsp-server.ts).
 *
 *   node test/bench/sources.mjs [SECONDS]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRtspSource } from '@ocelli/node';

const SECONDS = Number(process.argv[2] ?? 15);
const PORT = 18_720;
const URL_720 = `rtsp://127.0.0.1:${PORT}/video`;
const FRAME_BYTES = (1280 * 720 * 3) / 2;
/** Linux counts CPU time in hundredths of a second. */
const TICK_MS = 10;

const cpuMs = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
};
const childNamed = (name) =>
  readdirSync('/proc').find((pid) => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'latin1');
      const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1');
      return status.includes(`PPid:\t${process.pid}\n`) && command.includes(name);
    } catch {
      return false;
    }
  });

const report = (name, frames, own, child, seconds) => {
  const perFrame = ((own + child) / frames).toFixed(2);
  const share = ((own + child) / seconds / 10).toFixed(1);
  console.log(
    `${name}: ${(frames / seconds).toFixed(1)} frames/s, ${perFrame} ms of CPU per frame ` +
      `(decoder ${(child / frames).toFixed(2)}, this process ${(own / frames).toFixed(2)}), ${share} % of a core`,
  );
};
const ownMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const server = spawn(
  '/usr/bin/python3',
  [fileURLToPath(new URL('../node/rtsp-server.py', import.meta.url)), String(PORT), '1280x720'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
await once(server.stdout, 'data');

const measure = async (name, childName, frames, stop) => {
  await frames.first;
  const child = childNamed(childName);
  const start = {
    frames: frames.count(),
    own: ownMs(),
    child: cpuMs(child),
    at: performance.now(),
  };
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
  const seconds = (performance.now() - start.at) / 1000;
  const taken = frames.count() - start.frames;
  report(name, taken, ownMs() - start.own, cpuMs(child) - start.child, seconds);
  await stop();
};

const source = async () => {
  const stream = createRtspSource({ url: URL_720 }).open();
  let started;
  const first = new Promise((resolve) => (started = resolve));
  const reading = (async () => {
    for await (const frame of stream) {
      frame.close();
      started();
    }
  })();
  await measure(
    'createRtspSource',
    'decoder-process',
    { first, count: () => stream.counts.received },
    async () => {
      await stream.close();
      await reading;
      console.log('  ', stream.counts);
    },
  );
};

const pipe = async () => {
  const options = ['-loglevel', 'quiet', '-rtsp_transport', 'tcp', '-i', URL_720];
  const child = spawn('ffmpeg', [...options, '-f', 'rawvideo', '-pix_fmt', 'yuv420p', 'pipe:1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let bytes = 0;
  const frame = new Uint8Array(FRAME_BYTES);
  const first = once(child.stdout, 'data');
  child.stdout.on('data', (chunk) => {
    // What a reader has to do at least: put the pieces of a frame together.
    const at = bytes % FRAME_BYTES;
    const head = Math.min(chunk.length, FRAME_BYTES - at);
    frame.set(chunk.subarray(0, head), at);
    if (head < chunk.length) frame.set(chunk.subarray(head), 0);
    bytes += chunk.length;
  });
  await measure('ffmpeg pipe', 'ffmpeg', { first, count: () => bytes / FRAME_BYTES }, async () => {
    child.kill('SIGKILL');
    await once(child, 'close');
  });
};

for (let round = 0; round < 2; round += 1) {
  await source();
  await pipe();
}
server.kill('SIGKILL');
