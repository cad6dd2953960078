import { OcelliError } from '@ocelli/core';

/** What can be wrong with a camera, and what to do about it. */
const REMEDIES = {
  'permission-denied':
    "Allow the camera for this page: the camera symbol in the address bar, or the browser's site settings.",
  'not-found': 'Connect a camera, or check that it is switched on in the settings of the system.',
  'in-use': 'Close other programs and tabs that use the camera, then try again.',
  unsatisfiable: 'Ask for another camera or size: listCameras() names the cameras that are there.',
  disconnected: 'Connect the camera again and open it anew.',
  unsupported: 'Use a current version of Chrome, Edge, Firefox or Safari.',
  failed: 'Try again; if it stays, restart the browser.',
} as const;

export type CameraErrorReason = keyof typeof REMEDIES;

/** All reasons, for tables and translations. */
export const CAMERA_ERROR_REASONS = Object.keys(REMEDIES) as readonly CameraErrorReason[];

/** A camera could not be opened, or stopped giving pictures. */
export class CameraError extends OcelliError {
  static override readonly errorName = 'CameraError';

  readonly reason: CameraErrorReason;

  constructor({
    reason,
    detail,
    cause,
  }: {
    reason: CameraErrorReason;
    /** What happened, as a whole sentence without its full stop. */
    detail: string;
    cause?: unknown;
  }) {
    super({ message: `${detail}.`, remedy: REMEDIES[reason], cause });
    this.reason = reason;
  }
}

/** The names that `getUserMedia` gives its failures. */
const BY_NAME: Readonly<Record<string, readonly [CameraErrorReason, string]>> = {
  NotAllowedError: ['permission-denied', 'This page is not allowed to use the camera'],
  SecurityError: ['permission-denied', 'The browser forbids this page the camera'],
  NotFoundError: ['not-found', 'There is no camera'],
  NotReadableError: ['in-use', 'The camera is there, but it cannot be read'],
  AbortError: ['in-use', 'The camera is there, but it did not start'],
  OverconstrainedError: ['unsatisfiable', 'No camera fits what was asked for'],
};

/** Puts what `getUserMedia` rejected with into plain words. */
export const toCameraError = (cause: unknown): CameraError => {
  const { name, constraint } = cause as { name?: string; constraint?: string };
  const [reason, sentence] = BY_NAME[name ?? ''] ?? [
    'failed' as const,
    `The camera cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}`,
  ];
  const detail = constraint ? `${sentence} (${constraint})` : sentence;
  return new CameraError({ reason, detail, cause });
};
