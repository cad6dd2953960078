import type { ProviderConfig, SessionOptions } from '../backend/inference-backend.js';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';

/** An execution provider to try with its options. Structured-cloneable. */
export interface ProviderRequest<Name extends string = string> {
  readonly name: Name;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Makes sure that a value can be sent to another thread.
 *
 * @throws InvalidArgumentError when it holds a function or something else that is no data.
 */
export const checkPlainData = (argument: string, value: unknown): void => {
  try {
    structuredClone(value);
  } catch (cause) {
    throw new InvalidArgumentError({
      argument,
      expected: 'plain data, without functions',
      actual: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
};

/**
 * Brings the caller's list of providers into one form.
 *
 * @param known The providers that the backend has.
 * @throws InvalidArgumentError when it is no list, is empty, has options that are no data, or names a
 * provider that the backend does not have.
 */
export const providerRequests = <Name extends string>(
  known: readonly Name[],
  configs: readonly ProviderConfig[],
): ProviderRequest<Name>[] => {
  const given: unknown = configs;
  const isList = Array.isArray(given);
  if (!isList || configs.length === 0) {
    throw new InvalidArgumentError({
      argument: 'executionProviders',
      expected: `a list of ${known.join(', ')}`,
      actual: isList ? 'empty' : typeof configs,
    });
  }
  return configs.map((config, index) => {
    const argument = `executionProviders[${String(index)}]`;
    const { name, ...options } =
      typeof config === 'string' || (config as unknown) === null
        ? { name: config as string }
        : config;
    const knownName = known.find((each) => each === name);
    if (knownName === undefined) {
      throw new InvalidArgumentError({
        argument,
        expected: `one of ${known.join(', ')}`,
        actual: `"${String(name)}"`,
      });
    }
    checkPlainData(argument, options);
    return { name: knownName, options };
  });
};

/**
 * Checks what is alike in the options of every backend, before they cross to another thread.
 *
 * @throws InvalidArgumentError
 */
export const checkSessionOptions = ({
  pipeline,
  goldenCheck,
  warmUpRuns,
}: Pick<SessionOptions, 'pipeline' | 'goldenCheck' | 'warmUpRuns'>): void => {
  if (warmUpRuns !== undefined && !(Number.isSafeInteger(warmUpRuns) && warmUpRuns >= 0)) {
    throw new InvalidArgumentError({
      argument: 'warmUpRuns',
      expected: 'a non-negative integer',
      actual: String(warmUpRuns),
    });
  }
  if (pipeline !== undefined) checkPlainData('pipeline', pipeline);
  if (goldenCheck !== undefined) checkPlainData('goldenCheck', goldenCheck);
};
