import { FrameClosedError } from './frame-errors.js';
import { InvalidArgumentError } from './invalid-argument-error.js';
import { adoptErrorClass, type OcelliErrorClass } from './ocelli-error.js';
import {
  InferenceError,
  InvalidLogitsError,
  LabelCountMismatchError,
  ModelLoadError,
  NoAvailableExecutionProviderError,
  ReleasedError,
  SelfCheckError,
  SignatureMismatchError,
  TensorMismatchError,
} from './session-errors.js';
import { SessionLostError } from './session-lost-error.js';

/** Errors that a session's thread can raise; `reviveError` restores these classes. */
export const TRANSPORTED_ERRORS: readonly OcelliErrorClass[] = [
  FrameClosedError,
  InferenceError,
  InvalidArgumentError,
  InvalidLogitsError,
  LabelCountMismatchError,
  ModelLoadError,
  NoAvailableExecutionProviderError,
  ReleasedError,
  SelfCheckError,
  SessionLostError,
  SignatureMismatchError,
  TensorMismatchError,
];

/** An error as data that a structured clone keeps. */
export interface TransportedError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** The error's own readonly data, `remedy` among it. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly cause: TransportedError | undefined;
}

/** Turns anything that was thrown into data for another thread; `reviveError` is its inverse. */
export const serialiseError = (thrown: unknown): TransportedError => {
  if (!(thrown instanceof Error)) {
    return {
      name: 'Error',
      message: String(thrown),
      stack: undefined,
      fields: {},
      cause: undefined,
    };
  }
  const { name, message, stack, cause } = thrown;
  const kept = Object.entries(thrown).filter(
    ([key, value]) =>
      !['name', 'message', 'stack', 'cause'].includes(key) && typeof value !== 'function',
  );
  return {
    name,
    message,
    stack,
    fields: Object.fromEntries(kept),
    cause: cause === undefined ? undefined : serialiseError(cause),
  };
};

/**
 * Restores an error that another thread serialised: its class (looked up by name in `classes`), data,
 * stack and cause. A name that is not in `classes` gives an `Error` of that name.
 */
export const reviveError = (
  transported: TransportedError,
  classes: readonly OcelliErrorClass[] = TRANSPORTED_ERRORS,
): Error => {
  const { name, message, stack, fields, cause } = transported;
  const error = new Error(
    message,
    cause === undefined ? undefined : { cause: reviveError(cause, classes) },
  );
  const errorClass = classes.find((candidate) => candidate.errorName === name);
  if (errorClass !== undefined) adoptErrorClass(error, errorClass);
  Object.assign(error, { name }, fields);
  if (stack !== undefined) error.stack = stack;
  return error;
};
