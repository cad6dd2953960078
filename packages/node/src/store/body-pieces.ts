import { type ModelDownloadError, TEXT_PROBE_BYTES } from '@ocelli/core/runtime';

import type { Watchdog } from './download-watchdog.js';

/**
 * Gives an answer's body as it arrives. The first piece is at least as long as `detectTextAnswer` looks,
 * where the body is: a server may send a single byte first.
 */
export async function* bodyPieces(
  response: Response,
  watchdog: Watchdog,
  interrupted: (cause: unknown) => ModelDownloadError,
): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  const head: Uint8Array[] = [];
  let headBytes = 0;
  for (;;) {
    let chunk: Uint8Array | undefined;
    try {
      chunk = (await reader?.read())?.value;
    } catch (error) {
      watchdog.signal.throwIfAborted();
      throw interrupted(error);
    }
    watchdog.feed();
    if (headBytes >= TEXT_PROBE_BYTES) {
      if (chunk === undefined) return;
      yield chunk;
      continue;
    }
    if (chunk !== undefined) {
      head.push(chunk);
      headBytes += chunk.byteLength;
      if (headBytes < TEXT_PROBE_BYTES) continue;
    }
    if (headBytes > 0) yield Buffer.concat(head);
    if (chunk === undefined) return;
  }
}
