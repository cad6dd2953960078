import { parentPort, workerData } from 'node:worker_threads';
import { openNodeHost } from './open-node-host.js';
import { serveHost } from './serve-host.js';
import type { WorkerStart } from './worker-protocol.js';

/** What a session's worker runs. */
if (parentPort !== null) serveHost(parentPort, workerData as WorkerStart, openNodeHost);
