import { inspectModel } from '@ocelli/onnx';
import { buildArchitectureModel } from '@ocelli/onnx/architectures';
import { describe, expect, it } from 'vitest';
import { findArchitecture, TRAINABLE_ARCHITECTURES } from './trainable-architectures.js';

/** Parameters as torchvision counts them, Inception and GoogLeNet without auxiliary heads. */
const PUBLISHED: readonly (readonly [id: string, parameters: number])[] = [
  ['resnet18', 11_689_512],
  ['resnet34', 21_797_672],
  ['resnet50', 25_557_032],
  ['vgg11', 132_863_336],
  ['vgg16', 138_357_544],
  ['vgg19', 143_667_240],
  ['googlenet', 6_624_904],
  ['inception-v3', 23_834_568],
  ['mobilenet-v2', 3_504_872],
  ['squeezenet1.1', 1_235_496],
];

describe('TRAINABLE_ARCHITECTURES', () => {
  it.each(PUBLISHED)('should train %s with its published %d parameters', (id, parameters) => {
    expect(TRAINABLE_ARCHITECTURES).toContain(id);
    const architecture = findArchitecture(id);
    const model = architecture && buildArchitectureModel(architecture, { batch: 1 });
    expect(model && inspectModel(model).parameterCount).toBe(parameters);
  });

  it('should hold networks of every size for cameras, and know no others', () => {
    for (const id of ['small-cnn', 'edge-net', 'inception-v1', 'vgg13', 'vgg19-bn']) {
      expect(findArchitecture(id)?.id).toBe(id);
    }
    expect(findArchitecture('resnet19')).toBeUndefined();
  });
});
