import { describe, expect, it } from 'vitest';
import { ModelImportError } from '../errors/model-import-error.js';
import { variantsFromFiles } from './variants-from-files.js';

const variantsOf = (...names: string[]) =>
  variantsFromFiles(
    'a-model',
    names.map((name) => ({ url: `onnx/${name}` })),
  );

describe('variantsFromFiles', () => {
  it('should tell the variants by their names, full precision first', () => {
    const { variants, assumptions } = variantsOf(
      'model_quantized.onnx',
      'model_fp16.onnx',
      'model.onnx',
      'model_int8.onnx',
      'model_uint8.onnx',
      'model_q4.onnx',
    );
    expect(variants.map(({ name, dtype }) => [name, dtype])).toEqual([
      ['float32', 'float32'],
      ['fp16', 'float16'],
      ['quantized', 'int8'],
      ['int8', 'int8'],
      ['uint8', 'int8'],
    ]);
    expect(assumptions).toHaveLength(1);
    expect(assumptions[0]).toContain('model_q4.onnx was left out');
  });

  it('should report files of other names, which may be another model', () => {
    const { variants, assumptions } = variantsOf('model.onnx', 'decoder_model_merged.onnx');
    expect(variants.map(({ name }) => name)).toEqual(['float32', 'decoder_model_merged']);
    expect(assumptions).toEqual([
      'decoder_model_merged.onnx is not named as exports are (model.onnx, model_fp16.onnx), so it was taken ' +
        'for the classifier in float32.',
    ]);
  });

  it('should say so when there is no file to use', () => {
    expect(() => variantsOf()).toThrow('files have no ONNX model');
    expect(() => variantsOf('model_q4f16.onnx')).toThrow(ModelImportError);
  });
});
