import type { RunnerEvent } from '../events/runner-event.js';
import type { RunnerStatus } from '../runner-status.js';

const TOKEN_KEY = 'ocelli-token';

/** The token may come with the address, after the `#`, where no server sees it. */
const takeTokenFromAddress = (): void => {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return;
  sessionStorage.setItem(TOKEN_KEY, token);
  history.replaceState(null, '', location.pathname);
};
takeTokenFromAddress();

export const setToken = (token: string): void => {
  sessionStorage.setItem(TOKEN_KEY, token);
};

/** Asks the runner, with the token if there is one. */
export const ask = (path: string, signal: AbortSignal): Promise<Response> => {
  const token = sessionStorage.getItem(TOKEN_KEY);
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  return fetch(path, { headers, signal });
};

export interface StreamListener {
  readonly onStatus: (status: RunnerStatus) => void;
  readonly onEvent: (event: RunnerEvent) => void;
  /** Undefined when it works. */
  readonly onTrouble: (trouble: 'away' | 'no-token' | undefined) => void;
}

const dispatch = (block: string, listener: StreamListener): void => {
  const fields = new Map(
    block.split('\n').map((line) => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)] as const;
    }),
  );
  const data = fields.get('data');
  if (data === undefined) return;
  if (fields.get('event') === 'status') listener.onStatus(JSON.parse(data) as RunnerStatus);
  else listener.onEvent(JSON.parse(data) as RunnerEvent);
};

/** Reads server-sent events until they end; `EventSource` could not send the token. */
const readStream = async (listener: StreamListener, signal: AbortSignal): Promise<void> => {
  const response = await ask('/events', signal);
  if (response.status === 401) {
    listener.onTrouble('no-token');
    return;
  }
  if (!response.ok || response.body === null) throw new Error(String(response.status));
  listener.onTrouble(undefined);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new Error('The stream ended.');
    const blocks = `${rest}${value}`.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) dispatch(block, listener);
  }
};

const RETRY_MS = 2000;

/** Follows the runner and comes back after it was away; ends where a token is missing. */
export const followRunner = async (
  listener: StreamListener,
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    try {
      await readStream(listener, signal);
      return;
    } catch {
      listener.onTrouble('away');
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
};
