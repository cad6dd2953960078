import { NODE_EXECUTION_PROVIDERS, type NodeExecutionProvider } from '@ocelli/node';
import { UsageError } from './usage-error.js';

const isKnown = (name: string): name is NodeExecutionProvider =>
  (NODE_EXECUTION_PROVIDERS as readonly string[]).includes(name);

/**
 * Checks names of execution providers as they were typed.
 *
 * @throws UsageError naming the known ones.
 */
export const checkExecutionProviders = (
  names: readonly string[],
): readonly NodeExecutionProvider[] => {
  const unknown = names.find((name) => !isKnown(name));
  if (unknown !== undefined) {
    throw new UsageError({
      argument: '--provider',
      problem: `there is no execution provider "${unknown}".`,
      remedy: `Choose from ${NODE_EXECUTION_PROVIDERS.join(', ')}.`,
    });
  }
  return names.filter(isKnown);
};
