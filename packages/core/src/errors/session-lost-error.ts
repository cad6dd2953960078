import { OcelliError } from './ocelli-error.js';

/** The thread that held a session ended by itself: a crash, `process.exit`, or no memory left. */
export class SessionLostError extends OcelliError {
  static override readonly errorName = 'SessionLostError';

  readonly reason: string;

  constructor({ reason, cause }: { reason: string; cause?: unknown }) {
    super({
      message: `The session is lost: ${reason}`,
      remedy: 'Release it and create a new session.',
      cause,
    });
    this.reason = reason;
  }
}
