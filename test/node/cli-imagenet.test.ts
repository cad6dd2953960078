import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IMAGENET_LABELS } from '@ocelli/models';
import { describe, expect, it } from 'vitest';
import { parseJsonLines, runOcelli } from './cli-process.js';

const assets =
  process.env['OCELLI_ASSETS'] ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const photos = join(assets, 'data/imagenet-samples');
const model = join(assets, 'models/squeezenet1.1-fp32.onnx');
const reference = join(assets, 'models/reference-predictions.json');
const hasAssets = [photos, model, reference].every((path) => existsSync(path));

interface Reference {
  readonly models: Record<string, { photos: Record<string, { top5: number[] }> }>;
}

describe('ocelli classify on ImageNet photos', () => {
  it.skipIf(!hasAssets)(
    `should name what Pillow and ONNX Runtime name for every photo${hasAssets ? '' : ` (skipped: no assets in ${assets})`}`,
    async () => {
      const { models } = JSON.parse(await readFile(reference, 'utf8')) as Reference;
      const expected = models['squeezenet1.1-fp32']?.photos ?? {};
      const result = await runOcelli(['classify', photos, '-m', model, '--json', '--top', '1']);
      expect(result).toMatchObject({ code: 0, stderr: '' });
      const lines = parseJsonLines(result.stdout);
      expect(lines.map(({ file }) => basename(String(file)))).toEqual(Object.keys(expected).sort());
      const differing = lines.filter(({ file, top }) => {
        const [{ index, label } = { index: -1, label: '' }] = top as {
          index: number;
          label: string;
        }[];
        const isSame = expected[basename(String(file))]?.top5[0] === index;
        return !isSame || label !== IMAGENET_LABELS[index];
      });
      expect(differing).toEqual([]);
    },
  );
});
