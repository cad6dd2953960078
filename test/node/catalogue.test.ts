import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { createClassifier } from '@ocelli/core';
import { catalogueCard, IMAGENET_CATALOGUE_IDS } from '@ocelli/models';
import { createModelStore, createNodeBackend, decodeImage } from '@ocelli/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const assets = process.env['OCELLI_ASSETS'] ?? resolve(import.meta.dirname, '../../../shared');
const models = join(assets, 'models');
const QDQ = 'mobilenetv2-12-qdq.onnx';

let folder: string;
let server: Server;
let baseUrl: string;
let requests = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ocelli-catalogue-'));
  server = createServer((request, response) => {
    requests += 1;
    const name = request.url?.split('/').at(-1) ?? '';
    if (existsSync(join(models, name))) createReadStream(join(models, name)).pipe(response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  baseUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!existsSync(join(models, QDQ)))(
  'the ImageNet catalogue (skipped without the sample models)',
  () => {
    it('should load the zoo file that a card names, by its published hash', async () => {
      const card = catalogueCard('mobilenetv2', { baseUrl });
      const file = card.variants.find(({ name }) => name === 'qdq')?.file;
      if (file === undefined) throw new Error('no qdq variant');
      const store = createModelStore({ directory: folder });
      const { path } = await store.fetch(file);
      const hash = createHash('sha256').update(readFileSync(path)).digest('hex');
      expect(hash).toBe(file.sha256);
      await createModelStore({ directory: folder }).fetch(file);
      expect(requests).toBe(1);
    });

    it('should classify photos with a model of the catalogue', async () => {
      const reference = JSON.parse(
        readFileSync(join(models, 'reference-predictions.json'), 'utf8'),
      ) as { models: Record<string, { photos: Record<string, { true: number }> }> };
      const photos = Object.entries(reference.models['mobilenetv2-12-qdq']?.photos ?? {});
      const card = catalogueCard('mobilenetv2', { baseUrl });
      await using classifier = await createClassifier({
        card,
        variant: 'qdq',
        backend: createNodeBackend({ store: createModelStore({ directory: folder }) }),
      });
      let correct = 0;
      for (const [name, { true: expected }] of photos.slice(0, 40)) {
        using frame = await decodeImage(join(assets, 'data/imagenet-samples', name));
        const { scores, provenance } = await classifier.classify(frame);
        expect(provenance.sha256).toBe(card.variants[2]?.file.sha256);
        if (scores.some(({ index }) => index === expected)) correct++;
      }
      // 95 % are known for all photos. The logits of int8 kernels differ with the CPU's instructions, so
      // the reference logits of another machine cannot be asked for.
      expect(correct).toBeGreaterThanOrEqual(36);
    });

    it('should agree with the pointers of the zoo in every file', () => {
      const { pointers } = JSON.parse(
        readFileSync(join(models, 'onnx-zoo-pointers.json'), 'utf8'),
      ) as { pointers: { path: string; sha256: string; bytes: number }[] };
      const byPath = new Map(pointers.map((pointer) => [pointer.path, pointer]));
      for (const id of IMAGENET_CATALOGUE_IDS) {
        for (const { file } of catalogueCard(id, { baseUrl: '' }).variants) {
          expect(byPath.get(file.url.slice(1))).toMatchObject({
            sha256: file.sha256,
            bytes: file.bytes,
          });
        }
      }
    });
  },
);
