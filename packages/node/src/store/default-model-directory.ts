import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder that models are kept in unless another is named: the user's cache folder of the platform,
 * never `node_modules`, which is deleted with every fresh install.
 */
export const defaultModelDirectory = (
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  home: string = homedir(),
): string => {
  const own = (base: string): string => join(base, 'ocelli', 'models');
  if (platform === 'win32') {
    return own(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'));
  }
  if (platform === 'darwin') return own(join(home, 'Library', 'Caches'));
  // The XDG specification says that an empty value counts as unset.
  return own(environment['XDG_CACHE_HOME'] || join(home, '.cache'));
};
