import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from '@ocelli/core';
import { Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { hashedParameter, hashedValues } from '../../test/hashed-values.js';
import { runModel } from '../../test/run-model.js';
import { inspectModel } from '../inspect/inspect-model.js';
import { encodeModel } from '../model/encode-model.js';
import type { Architecture } from './architecture.js';
import { buildArchitectureModel } from './build-architecture-model.js';
import * as exported from './index.js';

const ARCHITECTURES = Object.values(exported).filter(
  (value): value is Architecture => typeof value === 'object' && 'forward' in value,
);

interface TorchvisionFixture {
  readonly id: string;
  readonly classCount: number;
  /** SHA-256 over sorted lines of names and dims. */
  readonly parameterNames: string;
  readonly inputSize?: number;
  readonly logits?: readonly number[];
}
const FIXTURES = JSON.parse(
  readFileSync(
    new URL('../../../../test/fixtures/torch/architectures.json', import.meta.url),
    'utf8',
  ),
) as readonly TorchvisionFixture[];

const architectureOf = ({ id }: TorchvisionFixture): Architecture => {
  const found = ARCHITECTURES.find((architecture) => architecture.id === id);
  if (found === undefined) throw new Error(`No architecture has the id ${id}.`);
  return found;
};

/** Networks that cameras can train; the others are run at their full size in test/node. */
const SMALL = [exported.smallCnn, exported.edgeNet];

const PYTHON = '/usr/bin/python3';
const hasChecker = spawnSync(PYTHON, ['-c', 'import onnx']).status === 0;
const CHECK = `
import sys, onnx
onnx.checker.check_model(onnx.load_from_string(sys.stdin.buffer.read()), full_check=True)
`;

describe('architectures', () => {
  it.each(ARCHITECTURES)('should have as many parameters as published: $id', (architecture) => {
    const inspection = inspectModel(buildArchitectureModel(architecture));
    expect(inspection.parameterCount).toBe(architecture.parameterCount);
    expect(inspection.unknownOperators).toEqual([]);
  });

  it.each(FIXTURES)('should name and shape parameters as torchvision does: $id', (fixture) => {
    const lines: string[] = [];
    buildArchitectureModel(architectureOf(fixture), {
      classCount: fixture.classCount,
      parameters: (graph) => {
        const parameter = exported.constantParameters(graph);
        return (name, dims, role, fanIn) => {
          lines.push(`${name} ${dims.join(', ')}\n`);
          return parameter(name, dims, role, fanIn);
        };
      },
    });
    const digest = createHash('sha256').update(lines.sort().join('')).digest('hex');
    expect(digest).toBe(fixture.parameterNames);
  });

  it.each(FIXTURES.filter(({ logits }) => logits !== undefined))(
    "should give torchvision's logits from the same weights: $id",
    async (fixture) => {
      const { classCount, inputSize = 0, logits: expected = [] } = fixture;
      const model = buildArchitectureModel(architectureOf(fixture), {
        classCount,
        inputSize,
        parameters: (graph) => (name, dims) => graph.initializer(name, hashedParameter(name, dims)),
      });
      const { data, dims } = hashedValues('input', [1, 3, inputSize, inputSize]);
      const { logits } = await runModel(model, { input: new Tensor('float32', data, dims) });
      const values = [...(logits?.data as Float32Array)];
      const scale = Math.max(...expected.map(Math.abs));
      const errors = values.map((value, at) => Math.abs(value - (expected[at] ?? NaN)) / scale);
      expect(values).toHaveLength(classCount);
      // float32 against float64 through up to 94 convolutions.
      expect(Math.max(...errors)).toBeLessThan(1e-5);
    },
  );

  it.each(SMALL)('should take other sizes, channels and batches: $id', async (architecture) => {
    for (const { inputSize, channels, batch } of [
      { inputSize: 32, channels: 1, batch: 2 },
      { inputSize: 45, channels: 4, batch: 1 },
    ]) {
      const options = { inputSize, channels, classCount: 5 };
      const model = buildArchitectureModel(architecture, options);
      const image = hashedValues('image', [batch, channels, inputSize, inputSize]);
      const { logits } = await runModel(model, {
        input: new Tensor('float32', image.data, image.dims),
      });
      expect(logits?.dims).toEqual([batch, 5]);
      expect((logits?.data as Float32Array).every(Number.isFinite)).toBe(true);
    }
  });

  it('should flatten VGG by its input: smaller, as published, and averaged down', () => {
    const parameters = (inputSize: number): number | undefined =>
      inspectModel(buildArchitectureModel(exported.vgg11, { inputSize })).parameterCount;
    expect(parameters(448)).toBe(exported.vgg11.parameterCount);
    expect(parameters(32)).toBe(exported.vgg11.parameterCount - 512 * (7 * 7 - 1) * 4096);
  });

  it('should not let edgeNet grow with the square of large pictures', () => {
    const macs = (inputSize: number): number =>
      inspectModel(buildArchitectureModel(exported.edgeNet, { classCount: 43, inputSize }))
        .multiplyAccumulates ?? NaN;
    expect(macs(96) / macs(48)).toBeLessThan(1.5);
    expect(macs(128)).toBeLessThan(48e6);
  });

  it('should keep edgeNet as light as cameras need it', () => {
    const { parameterCount, multiplyAccumulates } = inspectModel(
      buildArchitectureModel(exported.edgeNet, { classCount: 43 }),
    );
    expect((parameterCount ?? 0) * 4).toBeLessThan(4.4e6);
    expect((multiplyAccumulates ?? 0) / 1e6).toBeCloseTo(20.3, 1);
  });

  it('should refuse a picture that is too small for the layers', () => {
    expect(() => buildArchitectureModel(exported.inceptionV3, { inputSize: 74 })).toThrow(
      InvalidArgumentError,
    );
    expect(() => buildArchitectureModel(exported.smallCnn, { inputSize: 3 })).toThrow(
      /inputSize must be large enough/,
    );
  });

  it
    .skipIf(!hasChecker)
    .each([
      ...SMALL,
      exported.googlenet,
      exported.inceptionV3,
      exported.mobilenetV2,
      exported.resnet18,
      exported.squeezenet,
      exported.vgg11Bn,
    ])(
    'should pass the checker of the standard (skipped without python3-onnx): $id',
    (architecture) => {
      const input = encodeModel(buildArchitectureModel(architecture));
      const { status, stderr } = spawnSync(PYTHON, ['-c', CHECK], { input });
      expect(status, stderr.toString()).toBe(0);
    },
  );
});
