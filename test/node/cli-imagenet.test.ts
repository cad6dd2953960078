import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogueCard, IMAGENET_LABELS } from '@ocelli/models';
import { createModelStore, defaultModelDirectory } from '@ocelli/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseJsonLines, runOcelli } from './cli-process.js';

const assets =
  process.env['OCELLI_ASSETS'] ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const photos = join(assets, 'data/imagenet-samples');
const model = join(assets, 'models/squeezenet1.1-fp32.onnx');
const reference = join(assets, 'models/reference-predictions.json');
const quantized = join(assets, 'models/mobilenetv2-12-qdq.onnx');
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
      expect(result.code).toBe(0);
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

describe('ocelli with an id of the catalogue', () => {
  let home: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'ocelli-cli-catalogue-'));
    const hook = join(home, 'offline.cjs');
    await writeFile(
      hook,
      `globalThis.fetch = () => Promise.reject(new TypeError('fetch failed'));`,
    );
    env = { HOME: home, XDG_CACHE_HOME: home, LOCALAPPDATA: home };
    env['NODE_OPTIONS'] = `--require ${hook}`;
  });

  afterAll(() => rm(home, { recursive: true }));

  it('should say what to do without a network', async () => {
    const { code, stdout, stderr } = await runOcelli(
      ['classify', 'x.png', '--model', 'squeezenet1-1', '--json'],
      { env },
    );
    expect(code).toBe(3);
    expect(parseJsonLines(stdout)).toMatchObject([{ error: { name: 'ModelDownloadError' } }]);
    expect(stderr).toMatch(/^error: .*squeezenet1\.1/i);
    expect(stderr).toMatch(/^ {2}\S.*network.*\.$/im);
    expect(stderr).not.toContain('bug');
  });

  it.skipIf(!hasAssets || !existsSync(quantized))(
    `should use a kept model without a network${hasAssets ? '' : ` (skipped: no assets in ${assets})`}`,
    async () => {
      const file = catalogueCard('mobilenetv2').variants.find(({ name }) => name === 'qdq')?.file;
      const bytes = await readFile(quantized);
      const server = createServer((_, response) => response.end(bytes));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/model.onnx`;
      // Kept by its hash, wherever it came from.
      const directory = defaultModelDirectory(process.platform, env, home);
      await createModelStore({ directory }).fetch({ ...file, url });
      server.closeAllConnections();
      server.close();

      const photo = join(photos, 'n01532829_house_finch.jpg');
      const result = await runOcelli(
        ['classify', photo, '--model', 'mobilenetv2', '--variant', 'qdq', '--json', '--top', '1'],
        { env },
      );
      expect(result.code).toBe(0);
      expect(parseJsonLines(result.stdout)).toMatchObject([
        {
          top: [{ label: 'house-finch', index: 12 }],
          model: { id: 'mobilenetv2', sha256: file?.sha256 },
        },
      ]);
    },
  );
});
