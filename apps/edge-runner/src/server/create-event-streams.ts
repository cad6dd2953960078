import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PageSubject } from './create-page-server.js';

const MAX_STREAMS = 32;
const STATUS_MS = 500;
/** A reader that is this far behind is let go; it comes back by itself. */
const MAX_BUFFERED_BYTES = 1 << 20;

/**
 * Sends server-sent events: each runner event as `event`, with the newest ones at the start, and twice a second the
 * `status`, while anybody listens.
 */
export const createEventStreams = (runner: PageSubject) => {
  const streams = new Set<ServerResponse>();
  let timer: NodeJS.Timeout | undefined;

  const leave = (response: ServerResponse): void => {
    streams.delete(response);
    response.destroy();
    if (streams.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };

  const send = (response: ServerResponse, text: string): void => {
    if (response.writableLength > MAX_BUFFERED_BYTES) leave(response);
    else response.write(text);
  };

  const statusText = (): string => `event: status\ndata: ${JSON.stringify(runner.status())}\n\n`;

  const stop = runner.onEvent((event) => {
    if (streams.size === 0) return;
    const text = `event: event\nid: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`;
    for (const response of streams) send(response, text);
  });

  return {
    open: (request: IncomingMessage, response: ServerResponse): void => {
      if (streams.size >= MAX_STREAMS) {
        response.writeHead(503, { 'retry-after': '10' }).end();
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (request.method === 'HEAD') {
        response.end();
        return;
      }
      streams.add(response);
      response.on('close', () => {
        leave(response);
      });
      // Events name cameras by their ids; the status says what they are called.
      send(response, statusText());
      // Ids sort by time: a reader that comes back gets what it has missed.
      const last = request.headers['last-event-id'];
      const missed = runner.recentEvents.filter(({ id }) => typeof last !== 'string' || id > last);
      for (const event of missed) {
        send(response, `event: event\nid: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`);
      }
      timer ??= setInterval(() => {
        const text = statusText();
        for (const each of streams) send(each, text);
      }, STATUS_MS);
    },
    close: (): void => {
      stop();
      for (const response of [...streams]) leave(response);
    },
  };
};
