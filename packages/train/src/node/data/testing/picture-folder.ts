import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { drawPixels } from '../../../data/testing/drawn-pictures.js';
import { encodePng } from '../../report/encode-png.js';

/** A folder that is gone after the test. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
  write(name: string, contents: string | Uint8Array): Promise<void>;
  /** A drawn PNG of 20x16 pixels. */
  draw(name: string, seed: number): Promise<void>;
}

export const createTemporaryFolder = async (): Promise<TemporaryFolder> => {
  const path = await mkdtemp(join(tmpdir(), 'ocelli-data-'));
  const write: TemporaryFolder['write'] = async (name, contents) => {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), contents);
  };
  return {
    path,
    write,
    draw: (name, seed) => write(name, encodePng(drawPixels(seed, 20, 16), 20, 16)),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
};
