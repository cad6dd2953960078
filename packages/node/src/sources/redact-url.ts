const SECRET_PARAMETER = /pass|pwd|token|key|secret|auth|sign|user|login/i;
const HIDDEN = '***';

const redactQuery = (query: string): string =>
  query.replace(/([^?&=;]+)=([^&;]*)/g, (pair, name: string) =>
    SECRET_PARAMETER.test(name) ? `${name}=${HIDDEN}` : pair,
  );

/**
 * A URL that may be shown and logged: user name and password are replaced by `***`, and so are the values of query
 * parameters that are named like secrets (`pwd`, `token`, …). Works on malformed URLs too, and rather hides too much.
 */
export const redactUrl = (url: string): string => {
  // To the last @, for a password may hold one unescaped.
  const withoutUser = url.replace(/^([a-z][a-z0-9+.-]*:)?\/\/.*@/i, (_, scheme?: string) => {
    return `${scheme ?? ''}//${HIDDEN}@`;
  });
  const start = withoutUser.indexOf('?');
  if (start < 0) return withoutUser;
  return withoutUser.slice(0, start) + redactQuery(withoutUser.slice(start));
};
