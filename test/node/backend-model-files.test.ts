import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTensor, ModelLoadError } from '@ocelli/core';
import { createNodeBackend } from '@ocelli/node';
import { MalformedModelError } from '@ocelli/onnx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { externalAddition, lookup } from './backend-models.js';

const backend = createNodeBackend();
const CPU = { executionProviders: ['cpu'] } as const;

let folder = '';
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocelli-backend-'));
  const model = lookup();
  await writeFile(at('good.onnx'), model);
  await writeFile(at('truncated.onnx'), model.subarray(0, model.length - 20));
  await writeFile(
    at('random.onnx'),
    Uint8Array.from({ length: 999 }, (_, i) => (i * i * 31) % 251),
  );
  await writeFile(at('page.onnx'), '<!doctype html><html><body>Not found</body></html>');
  await writeFile(at('empty.onnx'), '');
  await mkdir(at('folder.onnx'));
  await symlink(at('gone.onnx'), at('link.onnx'));
  const { bytes, weights } = externalAddition('weights.bin');
  await mkdir(at('complete'));
  await writeFile(at('complete/model.onnx'), bytes);
  await writeFile(at('complete/weights.bin'), weights);
  await writeFile(at('external.onnx'), bytes);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const failureOf = (load: Promise<AsyncDisposable>): Promise<unknown> =>
  load.then(
    (session) => session[Symbol.asyncDispose]().then(() => undefined),
    (thrown: unknown) => thrown,
  );

describe('loading a model file', () => {
  it.each([
    ['truncated.onnx', /ends early/],
    ['random.onnx', /not|corrupt/],
    ['page.onnx', /HTML/],
    ['empty.onnx', /the file is empty/],
    ['folder.onnx', /it is a folder/],
    ['link.onnx', /symbolic link to .*gone\.onnx, which does not exist/],
    ['missing.onnx', /there is no such file/],
    ['external.onnx', /a file with its tensors cannot be read/],
  ])('should say what is wrong with %s, and load the next', async (name, reason) => {
    const error = await failureOf(backend.createSession({ kind: 'file', path: at(name) }, CPU));
    expect(error).toBeInstanceOf(ModelLoadError);
    expect(error).toMatchObject({ source: at(name) });
    expect((error as ModelLoadError).message).toMatch(reason);
    expect((error as ModelLoadError).remedy).not.toBe('');
    await using session = await backend.createSession({ kind: 'file', path: at('good.onnx') }, CPU);
    const index = createTensor('int64', [1], new BigInt64Array([1n]));
    expect([...((await session.run({ index })).outputs['value']?.data ?? [])]).toEqual([20]);
  });

  it('should keep the class of the cause across the worker', async () => {
    const error = await failureOf(
      backend.createSession({ kind: 'file', path: at('page.onnx') }, CPU),
    );
    expect(MalformedModelError.isInstance((error as ModelLoadError).cause)).toBe(true);
  });

  it('should read external data next to the file', async () => {
    await using session = await backend.createSession(
      { kind: 'file', path: at('complete/model.onnx') },
      CPU,
    );
    const { outputs } = await session.run({ x: createTensor('float32', [2]) });
    expect([...(outputs['sum']?.data ?? [])]).toEqual([1.5, 2.5]);
  });
});

describe('loading model bytes', () => {
  it.each([
    ['no bytes', new Uint8Array(0), /there are no bytes/],
    ['random bytes', Uint8Array.from({ length: 500 }, (_, i) => (i * 73) % 256), /not|corrupt/],
    ['half a model', lookup().subarray(0, 60), /ends early/],
  ])('should refuse %s', async (_, bytes, reason) => {
    const error = await failureOf(backend.createSession({ kind: 'bytes', bytes }, CPU));
    expect(error).toBeInstanceOf(ModelLoadError);
    expect((error as ModelLoadError).message).toMatch(reason);
  });

  it('should take external data as bytes, and refuse a model without them', async () => {
    const { bytes, weights } = externalAddition('weights.bin');
    const externalData = [{ path: 'weights.bin', bytes: weights }];
    await using session = await backend.createSession({ kind: 'bytes', bytes, externalData }, CPU);
    const { outputs } = await session.run({ x: createTensor('float32', [2]) });
    expect([...(outputs['sum']?.data ?? [])]).toEqual([1.5, 2.5]);
    const error = await failureOf(backend.createSession({ kind: 'bytes', bytes }, CPU));
    expect(error).toBeInstanceOf(ModelLoadError);
    expect((error as ModelLoadError).remedy).toContain('externalData');
  });
});
