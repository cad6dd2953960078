import { OcelliError } from '../errors/ocelli-error.js';

/** Why a download ended, with what to do about it; `isTransient` ones are tried again. */
const DOWNLOAD_REASONS = {
  'unsupported-url': {
    remedy: 'Use an http, https or file URL, or a path.',
    isTransient: false,
  },
  'http-status': { remedy: 'Check the URL of the model file.', isTransient: false },
  'server-error': { remedy: 'Try again later, or use a mirror.', isTransient: true },
  network: { remedy: 'Check the network connection and the host name.', isTransient: true },
  redirect: { remedy: 'Use the URL that the model file finally lies at.', isTransient: false },
  stalled: {
    remedy: 'Try again: what has arrived is kept. Raise stallTimeoutMs on a slow line.',
    isTransient: true,
  },
  interrupted: { remedy: 'Try again: what has arrived is kept.', isTransient: true },
  'too-large': { remedy: 'Raise maxBytes if the file can be trusted.', isTransient: false },
  'not-a-model': {
    remedy: 'Open the URL in a browser: it may ask for a login or point to a page about the file.',
    isTransient: false,
  },
} as const;

export type ModelDownloadReason = keyof typeof DOWNLOAD_REASONS;

/** A model file could not be downloaded. */
export class ModelDownloadError extends OcelliError {
  static override readonly errorName = 'ModelDownloadError';

  readonly url: string;
  readonly reason: ModelDownloadReason;
  /** HTTP status, when the server answered with one that is not a success. */
  readonly status: number | undefined;

  constructor({
    url,
    reason,
    detail,
    status,
    cause,
  }: {
    url: string;
    reason: ModelDownloadReason;
    detail: string;
    status?: number;
    cause?: unknown;
  }) {
    super({
      message: `Cannot download ${url}: ${detail}.`,
      remedy: DOWNLOAD_REASONS[reason].remedy,
      cause,
    });
    this.url = url;
    this.reason = reason;
    this.status = status;
  }

  /** Whether the same request may succeed a moment later. */
  get isTransient(): boolean {
    return DOWNLOAD_REASONS[this.reason].isTransient;
  }
}

/** The bytes of a model are not the ones that the card names. */
export class ModelIntegrityError extends OcelliError {
  static override readonly errorName = 'ModelIntegrityError';

  /** URL or path that the bytes came from. */
  readonly source: string;
  readonly expected: string;
  readonly actual: string;
  /** Where the bad file was put aside; undefined when it is the user's own file, which stays. */
  readonly quarantinedAt: string | undefined;

  constructor({
    source,
    expected,
    actual,
    quarantinedAt,
  }: {
    source: string;
    /** `sha256 <hex>` or `<n> bytes`. */
    expected: string;
    actual: string;
    quarantinedAt?: string;
  }) {
    super({
      message: `The model file ${source} has ${actual}, but the card names ${expected}.`,
      remedy:
        'Do not use the file. Fetch it from its publisher again, or correct the card if the publisher changed it.',
    });
    this.source = source;
    this.expected = expected;
    this.actual = actual;
    this.quarantinedAt = quarantinedAt;
  }
}
