import { describe, expect, it } from 'vitest';
import { ModelImportError } from '../errors/model-import-error.js';
import { LabelCountMismatchError } from '../errors/session-errors.js';
import type { TensorInfo } from '../tensor/tensor.js';
import { cardFromHuggingFace, type HuggingFaceImport } from './card-from-hugging-face.js';

const pixels = (height: number | string, width: number | string = height): TensorInfo => ({
  name: 'pixel_values',
  dtype: 'float32',
  dims: ['batch_size', 'num_channels', height, width],
});

const logits = (count: number | string = 2): TensorInfo => ({
  name: 'logits',
  dtype: 'float32',
  dims: ['batch_size', count],
});

const HALF = { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] };

const importWith = (
  preprocessorConfig: unknown,
  size: number | string = 'height',
  rest: Partial<HuggingFaceImport> = {},
) =>
  cardFromHuggingFace({
    id: 'a-model',
    config: { id2label: { 0: 'cat', 1: 'dog' } },
    preprocessorConfig,
    files: [{ url: 'onnx/model.onnx' }],
    signature: { inputs: [pixels(size)], outputs: [logits()] },
    ...rest,
  });

describe('cardFromHuggingFace with preprocessor_config.json', () => {
  const valid = { size: { height: 8, width: 8 }, resample: 2, ...HALF };

  it('should name the size when pictures have no fixed one, and the file when there is none', () => {
    const fieldOf = (field: string) => expect.objectContaining({ field }) as Error;
    const unsized = { ...valid, size: { shortest_edge: 8 } };
    expect(() => importWith(unsized)).toThrow(fieldOf('size'));
    expect(() => importWith(undefined)).toThrow(fieldOf('the file'));
  });

  it('should find out that preprocessing makes another size than the model takes', () => {
    expect(() => importWith(valid, 224)).toThrow(
      'Cannot import preprocessor_config.json: size gives pictures of 8x8, but the model\'s input "pixel_values" takes 224x224.',
    );
  });
});

describe('cardFromHuggingFace with config.json', () => {
  const valid = { size: { height: 8, width: 8 }, resample: 2, ...HALF };
  const withConfig = (config: unknown, outputs: TensorInfo[] = [logits()]) =>
    importWith(valid, 8, { config, signature: { inputs: [pixels(8)], outputs } });

  it('should put labels in the order of their ids', () => {
    expect(withConfig({ id2label: { 1: 'b', 0: 'a' } }).card.labels).toEqual(['a', 'b']);
    expect(withConfig({ label2id: { b: 1, a: 0 } }).card.labels).toEqual(['a', 'b']);
    expect(withConfig({ label2id: { b: '1', a: '0' } }).card.labels).toEqual(['a', 'b']);
  });

  it('should tell equal labels apart by their index', () => {
    const { card, assumptions } = withConfig({ id2label: { 0: 'crane', 1: 'crane' } });
    expect(card.labels).toEqual(['crane', 'crane (1)']);
    expect(assumptions).toEqual([
      'Labels that are empty or occur twice carry their index: crane (1).',
    ]);
  });

  it('should number the labels where there are none', () => {
    expect(withConfig({}).card.labels).toEqual(['class-0', 'class-1']);
    expect(() => withConfig({}, [logits('labels')])).toThrow(ModelImportError);
  });

  it('should make a sigmoid head of a multi-label model', () => {
    const id2label = { 0: 'a', 1: 'b' };
    const head = (problem_type?: string) => withConfig({ id2label, problem_type }).card.head;
    expect(head()).toEqual({ kind: 'softmax', output: 'logits' });
    expect(head('single_label_classification').kind).toBe('softmax');
    expect(head('multi_label_classification').kind).toBe('sigmoid');
    expect(() => head('regression')).toThrow('problem_type must be one of');
  });

  it('should read the preprocessing of a timm model from its config', () => {
    const pretrained_cfg = { input_size: [3, 8, 8], crop_pct: 1, interpolation: 'bilinear' };
    const { card } = importWith(undefined, 8, {
      config: { label_names: ['a', 'b'], pretrained_cfg },
    });
    expect(card.preprocess).toMatchObject({ resize: { mode: 'shortest-edge', size: 8 } });
    expect(card.labels).toEqual(['a', 'b']);
  });

  it.each([
    [{ id2label: { 0: 'a', 2: 'c' } }, 'id2label'],
    [{ id2label: {} }, 'id2label'],
    [{ id2label: { x: 'a', y: 'b' } }, 'id2label'],
    [{ label2id: { a: 0, b: 0 } }, 'label2id'],
    [{ label2id: { a: 0, b: 1.5 } }, 'label2id'],
  ])('should reject labels that are not numbered: %j', (config, field) => {
    expect(() => withConfig(config)).toThrow(expect.objectContaining({ field }) as Error);
  });

  it('should reject another number of labels than logits', () => {
    const config = { id2label: { 0: 'a', 1: 'b', 2: 'c' } };
    expect(() => withConfig(config)).toThrow(LabelCountMismatchError);
  });
});
