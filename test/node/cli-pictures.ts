import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { parseJsonLines } from './cli-process.js';

const PICTURES = {
  'a-red.png': '#f00',
  'b-green.jpg': '#0f0',
  'inner/c-blue.webp': '#00f',
} as const;

/** A new folder with a picture of each color in `photos`, the blue one in its subfolder `inner`. */
export const createPictureFolder = async (): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'ocelli-cli-'));
  await mkdir(join(root, 'photos', 'inner'), { recursive: true });
  for (const [name, background] of Object.entries(PICTURES)) {
    const picture = sharp({ create: { width: 40, height: 30, channels: 3, background } });
    await picture.toFile(join(root, 'photos', name));
  }
  return root;
};

/** `a-red.png red` for each line of `--json`, or the file and the name of its error. */
export const outcomes = (stdout: string): string[] =>
  parseJsonLines(stdout).map(({ file, top, error }) => {
    const label = (top as { label: string }[] | undefined)?.[0]?.label;
    return `${String(file)} ${label ?? (error as { name: string }).name}`;
  });
