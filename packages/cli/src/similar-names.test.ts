import { describe, expect, it } from 'vitest';
import { similarNames } from './similar-names.js';

const KNOWN = ['resnet50-v1', 'resnet50-v2', 'resnet152-v2', 'mobilenetv2', 'squeezenet1.1'];

describe('similarNames', () => {
  it('should find a name with a typing error', () => {
    expect(similarNames('mobilnetv2', KNOWN)).toEqual(['mobilenetv2']);
  });

  it('should find names that contain what was typed, shorter ones first', () => {
    expect(similarNames('ResNet50', KNOWN)).toEqual(['resnet50-v1', 'resnet50-v2']);
  });

  it('should find names that go on after what was misspelt', () => {
    expect(similarNames('squeznet', KNOWN)).toEqual(['squeezenet1.1']);
    expect(similarNames('resnt50', KNOWN)).toEqual(['resnet50-v1', 'resnet50-v2']);
  });

  it.each(['photo.onnx', 'x', 'xy'])('should find nothing for an unlike name: %s', (name) => {
    expect(similarNames(name, KNOWN)).toEqual([]);
  });
});
