import { InvalidArgumentError } from '@ocelli/core';
import type { HttpCredentials } from './mjpeg/http-authorization.js';
import { redactUrl } from './redact-url.js';

/** User name and password of a camera; they override those in the URL. */
export interface CameraCredentials {
  readonly username?: string;
  readonly password?: string;
}

/**
 * Reads a camera's address.
 *
 * @throws InvalidArgumentError for anything that is no URL of these schemes; the error shows no credentials.
 */
export const parseCameraUrl = (url: string, schemes: readonly string[]): URL => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed !== undefined && parsed.hostname !== '' && schemes.includes(parsed.protocol)) {
    return parsed;
  }
  throw new InvalidArgumentError({
    argument: 'options.url',
    expected: `a URL such as ${String(schemes[0])}//192.168.0.10/stream`,
    actual: redactUrl(url),
    remedy:
      'Write the address as the manual of the camera has it; user name and password may be passed as options.',
  });
};

/** The URL with these credentials in it, percent-encoded, so that any character may be part of a password. */
export const withCredentials = (url: URL, { username, password }: CameraCredentials): URL => {
  const copy = new URL(url);
  if (username !== undefined) copy.username = encodeURIComponent(username);
  if (password !== undefined) copy.password = encodeURIComponent(password);
  return copy;
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign of the password itself.
    return text;
  }
};

/** Who asks, by the options or else by the URL; undefined when neither names a user. */
export const credentialsOf = (
  url: URL,
  { username = decoded(url.username), password = decoded(url.password) }: CameraCredentials,
): HttpCredentials | undefined => (username === '' ? undefined : { username, password });
