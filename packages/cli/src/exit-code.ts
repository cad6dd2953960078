/** What the process says to the shell; the table in the README is this one. */
export const EXIT_CODES = {
  ok: 0,
  inputsFailed: 1,
  usage: 2,
  modelNotLoaded: 3,
  notStarted: 4,
  internalError: 70,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];
