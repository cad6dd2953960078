import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

/** Debian's Python, which has GStreamer's bindings; one from elsewhere does not see them. */
const PYTHON = '/usr/bin/python3';
const SCRIPT = fileURLToPath(new URL('rtsp-server.py', import.meta.url));
const PROBE =
  "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import Gst, GstRtspServer; " +
  "Gst.init(None); assert Gst.ElementFactory.find('x264enc') and Gst.ElementFactory.find('timeoverlay')";

/** Why there can be no RTSP server here; undefined where there can be one. */
export const missingRtspServer = (): string | undefined =>
  spawnSync(PYTHON, ['-c', PROBE], { stdio: 'ignore' }).status === 0
    ? undefined
    : 'GStreamer is not here: apt-get install -y gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-good ' +
      'gstreamer1.0-plugins-bad gstreamer1.0-plugins-ugly gstreamer1.0-x python3-gi';

/** A TCP port that nothing listens on. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  return address.port;
};

/** An RTSP server that listens. */
export interface RtspServer {
  /** What the camera of `/colours` shows from now on; at first `live`. */
  show(picture: 'live' | 'black' | 'frozen'): void;
  signal(signal: NodeJS.Signals): void;
  kill(): Promise<void>;
}

/** Starts the server of `rtsp-server.py`: size as `320x240`, credentials as `user:password`. */
export const startRtspServer = async (
  port: number,
  ...options: readonly string[]
): Promise<RtspServer> => {
  const child = spawn(PYTHON, [SCRIPT, String(port), ...options], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const exited = once(child, 'close');
  const ready = once(child.stdout, 'data');
  await Promise.race([
    ready,
    exited.then(() => Promise.reject(new Error('The RTSP server has ended.'))),
  ]);
  return {
    show: (picture) => {
      child.stdin.write(`${picture}\n`);
    },
    signal: (signal) => {
      child.kill(signal);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
};
