import { spawnSync } from 'node:child_process';
import { encodeModel, inspectModel } from '@ocelli/onnx';
import {
  alexnet,
  type Architecture,
  buildArchitectureModel,
  densenet121,
  inceptionV1,
  inceptionV2,
  resnet50,
  shufflenetV1,
  shufflenetV2,
  vgg19,
} from '@ocelli/onnx/architectures';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';

/** A Python that may have the reference checker of the standard. */
const PYTHON = '/usr/bin/python3';
const hasChecker = spawnSync(PYTHON, ['-c', 'import onnx']).status === 0;
const CHECK = `
import sys, onnx
onnx.checker.check_model(onnx.load_from_string(sys.stdin.buffer.read()), full_check=True)
`;

/** Multiply-accumulates of one picture in 10^9, with the digits that are known of them. */
const PUBLISHED: readonly (readonly [Architecture, number, number])[] = [
  // torchvision's weights pages: "GFLOPS".
  [alexnet, 0.71, 2],
  [densenet121, 2.83, 2],
  [resnet50, 4.09, 2],
  [shufflenetV2, 0.14, 2],
  [vgg19, 19.63, 2],
  // Szegedy et al. 2014 give "1.5 billion" as their budget; the digits are those of the layers here.
  [inceptionV1, 1.58, 2],
  // imgclsmob publishes 2.048 and counts activations too; the digits are those of the layers here.
  [inceptionV2, 2.03, 2],
  // Zhang et al. 2017, table 1: 137 million.
  [shufflenetV1, 0.137, 3],
];

// One after another, each released: VGG-19 needs 575 MB once its constants are folded.
describe.sequential('light architectures', () => {
  it.each(PUBLISHED)('should have the published size: $id', (architecture, giga, digits) => {
    const { parameterCount, multiplyAccumulates, unknownOperators } = inspectModel(
      buildArchitectureModel(architecture),
    );
    expect(parameterCount).toBe(architecture.parameterCount);
    expect(((multiplyAccumulates ?? 0) / 1e9).toFixed(digits)).toBe(giga.toFixed(digits));
    expect(unknownOperators).toEqual([]);
  });

  it.each(PUBLISHED)('should run and give finite logits: $id', async (architecture) => {
    const bytes = encodeModel(buildArchitectureModel(architecture, { batch: 1 }));
    expect(bytes.length).toBeLessThan(200_000);
    const session = await InferenceSession.create(bytes);
    try {
      const size = architecture.inputSize;
      const picture = Float32Array.from({ length: 3 * size * size }, (_, at) => (at % 255) / 255);
      const input = new Tensor('float32', picture, [1, 3, size, size]);
      const { logits } = await session.run({ input });
      expect(logits?.dims).toEqual([1, 1000]);
      const values = logits?.data as Float32Array;
      expect(values.every((value) => Number.isFinite(value) && value > 0)).toBe(true);
    } finally {
      await session.release();
    }
  });

  it.skipIf(!hasChecker).each(PUBLISHED)(
    'should pass the checker of the standard (skipped without python3-onnx): $id',
    (architecture) => {
      const input = encodeModel(buildArchitectureModel(architecture, { batch: 1 }));
      const { status, stderr } = spawnSync(PYTHON, ['-c', CHECK], { input });
      expect(status, stderr.toString()).toBe(0);
    },
  );
});
