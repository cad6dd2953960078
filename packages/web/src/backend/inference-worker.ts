import { openWebHost } from './open-web-host.js';
import { type HostPort, serveHost } from './serve-host.js';

/** What a session's worker runs. */
serveHost(globalThis as unknown as HostPort, openWebHost);
