import { CameraSourceError, type CameraSourceReason } from '../camera-source-error.js';
import { authorizationFor, type HttpCredentials } from './http-authorization.js';

const NETWORK_FAULTS: Readonly<Record<string, readonly [CameraSourceReason, string]>> = {
  ECONNREFUSED: ['refused', 'the connection is refused'],
  ENOTFOUND: ['unknown-host', 'there is no such host'],
  EAI_AGAIN: ['unknown-host', 'the name server does not answer'],
  EHOSTUNREACH: ['unreachable', 'there is no route to the host'],
  ENETUNREACH: ['unreachable', 'there is no route to the network'],
  ETIMEDOUT: ['timeout', 'the camera does not answer'],
  UND_ERR_CONNECT_TIMEOUT: ['timeout', 'the camera does not answer'],
  ECONNRESET: ['disconnected', 'the camera has cut the connection'],
  UND_ERR_SOCKET: ['disconnected', 'the camera has cut the connection'],
};

/** What `fetch` or reading its body rejects with, as the source's error. */
export const networkFault = (source: string, error: unknown): CameraSourceError => {
  const inner = (error as Error).cause ?? error;
  const code = (inner as NodeJS.ErrnoException).code ?? '';
  const [reason, detail] = NETWORK_FAULTS[code] ?? ['disconnected', 'the request has failed'];
  // No cause: fetch puts the address with its query into some of its messages.
  return new CameraSourceError({ source, reason, detail });
};

const statusReason = (status: number): CameraSourceReason => {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  return status >= 500 ? 'server-error' : 'not-found';
};

/**
 * Asks for an endless answer; credentials are sent only when the server asks for them.
 *
 * @throws CameraSourceError, or the signal's reason.
 */
export const openHttpStream = async (
  url: URL,
  credentials: HttpCredentials | undefined,
  source: string,
  signal: AbortSignal,
): Promise<Response> => {
  const ask = async (headers: Record<string, string>): Promise<Response> => {
    try {
      return await fetch(url, { headers, signal, cache: 'no-store' });
    } catch (error) {
      signal.throwIfAborted();
      throw networkFault(source, error);
    }
  };
  let response = await ask({});
  if (response.status === 401 && credentials !== undefined) {
    const challenge = response.headers.get('www-authenticate') ?? '';
    const authorization = authorizationFor(challenge, url.pathname + url.search, credentials);
    if (authorization !== undefined) {
      await response.body?.cancel();
      response = await ask({ authorization });
    }
  }
  if (response.ok) return response;
  await response.body?.cancel();
  const { status, statusText } = response;
  throw new CameraSourceError({
    source,
    reason: statusReason(status),
    detail: `the camera answers ${String(status)} ${statusText}`.trim(),
  });
};
