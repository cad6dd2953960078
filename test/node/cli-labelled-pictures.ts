import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const COLORS = { red: '#d04030', green: '#30c050', blue: '#3050d0' } as const;

/** Draws a folder of `perClass` pictures of each color, in subfolders of their names; each differs a little. */
export const drawLabelledPictures = async (folder: string, perClass: number): Promise<void> => {
  for (const [color, background] of Object.entries(COLORS)) {
    await mkdir(join(folder, color), { recursive: true });
    for (let index = 0; index < perClass; index += 1) {
      const side = 4 + (index % 5);
      const spot = Buffer.alloc(side * side * 3, (index * 53) % 256);
      const picture = sharp({ create: { width: 24, height: 20, channels: 3, background } })
        .composite([
          {
            input: spot,
            raw: { width: side, height: side, channels: 3 },
            left: index % 12,
            top: index % 9,
          },
        ])
        .png();
      await writeFile(join(folder, color, `${String(index)}.png`), await picture.toBuffer());
    }
  }
};
