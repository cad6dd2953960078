export const DOCTOR_CHECKS = [
  'node',
  'runtime',
  'configuration',
  'page',
  'model',
  'camera',
  'sink',
] as const;
export type DoctorCheck = (typeof DOCTOR_CHECKS)[number];

/** What one check found. */
export interface Finding {
  readonly check: DoctorCheck;
  /** What was looked at: a camera's id, a model, a path. */
  readonly subject: string;
  readonly level: 'ok' | 'problem';
  /** The one cause, or what is well. */
  readonly cause: string;
  /** The one thing to do, with the command where there is one; only of problems. */
  readonly remedy?: string;
}

export const ok = (check: DoctorCheck, subject: string, cause: string): Finding => ({
  check,
  subject,
  level: 'ok',
  cause,
});

export const problem = (
  check: DoctorCheck,
  subject: string,
  cause: string,
  remedy: string,
): Finding => ({ check, subject, level: 'problem', cause, remedy });

/** A finding of whatever was thrown. */
export const problemOf = (check: DoctorCheck, subject: string, error: unknown): Finding => {
  const { message, remedy } = error as { message?: unknown; remedy?: unknown };
  return problem(
    check,
    subject,
    typeof message === 'string' ? message : String(error),
    typeof remedy === 'string' ? remedy : 'Report this with the output of: ocelli doctor --verbose',
  );
};
