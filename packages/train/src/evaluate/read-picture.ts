import type { Frame } from '@ocelli/core';

/** Reads the picture that an example names; the frame is closed by whom asked for it. */
export type ReadPicture = (
  path: string,
  options: { readonly signal?: AbortSignal },
) => Promise<Frame>;
