import { OcelliError } from '@ocelli/core';

const REMEDIES = {
  'port-taken':
    'Stop the program that listens there (ss -ltnp shows it), or set page.port to another one.',
  'port-forbidden': 'Ports below 1024 need rights: set page.port to 1024 or above.',
  'no-such-address': 'Set page.host to an address of this machine: ip address shows them.',
  'not-started': 'Set page.host and page.port to what this machine can listen on.',
} as const;

export type PageServerReason = keyof typeof REMEDIES;

const REASON_OF_CODE: Readonly<Record<string, PageServerReason>> = {
  EADDRINUSE: 'port-taken',
  EACCES: 'port-forbidden',
  EADDRNOTAVAIL: 'no-such-address',
  ENOTFOUND: 'no-such-address',
};

/** The local page cannot listen. */
export class PageServerError extends OcelliError {
  static override readonly errorName = 'PageServerError';

  readonly host: string;
  readonly port: number;
  readonly reason: PageServerReason;

  constructor({ host, port, cause }: { host: string; port: number; cause: unknown }) {
    const { code = 'error' } = cause as NodeJS.ErrnoException;
    const reason = REASON_OF_CODE[code] ?? 'not-started';
    const why = reason === 'port-taken' ? 'another program listens there' : code;
    super({
      message: `The page cannot listen on ${host}, port ${String(port)}: ${why}.`,
      remedy: REMEDIES[reason],
      cause,
    });
    this.host = host;
    this.port = port;
    this.reason = reason;
  }
}
