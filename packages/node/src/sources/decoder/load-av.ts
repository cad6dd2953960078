import type * as Constants from 'node-av/constants';
import type * as Library from 'node-av/lib';

/** FFmpeg, as node-av binds it: `L` its functions, `C` its constants. */
export interface Av {
  readonly L: typeof Library;
  readonly C: typeof Constants;
}

/** Loads node-av's low-level part; the rest of the package is never touched. Rejects where it is not installed. */
export const loadAv = async (): Promise<Av> => {
  const [L, C] = await Promise.all([import('node-av/lib'), import('node-av/constants')]);
  // Its log names addresses with their passwords.
  L.Log.setLevel(C.AV_LOG_QUIET);
  return { L, C };
};
