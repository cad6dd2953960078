import { ModelLoadError } from '@ocelli/core';

/** A card with a thousand labels and its golden values takes a few hundred kilobytes. */
const DEFAULT_MAX_BYTES = 8 * 2 ** 20;
const DEFAULT_TIMEOUT_MS = 30_000;

export interface FetchCardOptions {
  readonly signal?: AbortSignal;
  /** Larger answers are refused while they arrive. Default 8 MiB. */
  readonly maxBytes?: number;
  /** For the whole answer. Default 30,000. */
  readonly timeoutMs?: number;
}

/** The text of an answer, which is not held beyond `maxBytes`. */
const readText = async (response: Response, maxBytes: number): Promise<string> => {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let text = '';
  let bytes = 0;
  for (;;) {
    const chunk = (await reader?.read())?.value;
    if (chunk === undefined) break;
    bytes += chunk.byteLength;
    if (bytes > maxBytes) {
      await reader?.cancel();
      throw new Error(`it is larger than ${String(maxBytes)} bytes`);
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
};

const parseJson = (text: string): unknown => {
  if (/^\s*</.test(text)) throw new Error('the server sent a page, not JSON');
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new Error(`the server sent no JSON: ${(cause as Error).message}`, { cause });
  }
};

const messageOf = (error: unknown): string => {
  const { message, cause } = error as Error;
  return cause instanceof Error && message === 'fetch failed' ? cause.message : message;
};

/**
 * Fetches the JSON of a card with one request, bounded in size and time.
 *
 * @throws ModelLoadError, or the signal's reason.
 */
export const fetchCard = async (
  url: string,
  { signal, maxBytes = DEFAULT_MAX_BYTES, timeoutMs = DEFAULT_TIMEOUT_MS }: FetchCardOptions = {},
): Promise<unknown> => {
  const deadline = AbortSignal.timeout(timeoutMs);
  const either = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
  try {
    const response = await fetch(url, { signal: either });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`the server answered ${String(response.status)}`);
    }
    return parseJson(await readText(response, maxBytes));
  } catch (cause) {
    signal?.throwIfAborted();
    throw new ModelLoadError({
      source: url,
      reason: deadline.aborted
        ? `the server took longer than ${String(timeoutMs)} ms`
        : messageOf(cause),
      remedy: 'Check the URL and the network, or save the card and name the file.',
      cause,
    });
  }
};
