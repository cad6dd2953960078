import { createHash, randomBytes } from 'node:crypto';

/** Who asks. */
export interface HttpCredentials {
  readonly username: string;
  readonly password: string;
}

const DIGEST_ALGORITHMS: Readonly<Record<string, string>> = { MD5: 'md5', 'SHA-256': 'sha256' };

const parameter = (challenge: string, name: string): string | undefined => {
  const match = new RegExp(`[\\s,]${name}=(?:"([^"]*)"|([^\\s,]+))`, 'i').exec(challenge);
  return match?.[1] ?? match?.[2];
};

const digest = (challenge: string, path: string, { username, password }: HttpCredentials) => {
  const algorithm = parameter(challenge, 'algorithm') ?? 'MD5';
  const hashName = DIGEST_ALGORITHMS[algorithm.toUpperCase()];
  if (hashName === undefined) return undefined;
  const hash = (...parts: readonly string[]): string =>
    createHash(hashName).update(parts.join(':')).digest('hex');
  const realm = parameter(challenge, 'realm') ?? '';
  const nonce = parameter(challenge, 'nonce') ?? '';
  const opaque = parameter(challenge, 'opaque');
  const hasQop = parameter(challenge, 'qop') !== undefined;
  const count = '00000001';
  const clientNonce = randomBytes(8).toString('hex');
  const secret = hash(username, realm, password);
  const request = hash('GET', path);
  const response = hasQop
    ? hash(secret, nonce, count, clientNonce, 'auth', request)
    : hash(secret, nonce, request);
  return [
    `Digest username="${username.replaceAll(/["\\]/g, '\\$&')}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${path}"`,
    `algorithm=${algorithm}`,
    `response="${response}"`,
    ...(hasQop ? ['qop=auth', `nc=${count}`, `cnonce="${clientNonce}"`] : []),
    ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
  ].join(', ');
};

/**
 * The Authorization header that answers a 401 to a GET: Digest (RFC 7616, MD5 or SHA-256) where it is offered, else
 * Basic; undefined where neither is.
 *
 * `challenge` is the WWW-Authenticate header, `path` the request's path with its query.
 */
export const authorizationFor = (
  challenge: string,
  path: string,
  credentials: HttpCredentials,
): string | undefined => {
  const start = challenge.search(/\bdigest\b/i);
  const answer = start < 0 ? undefined : digest(challenge.slice(start), path, credentials);
  if (answer !== undefined || !/\bbasic\b/i.test(challenge)) return answer;
  const { username, password } = credentials;
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
};
