import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from './invalid-argument-error.js';
import { OcelliError } from './ocelli-error.js';
import { ModelLoadError } from './session-errors.js';

describe('OcelliError', () => {
  const error = new ModelLoadError({
    source: 'a.onnx',
    reason: 'it is empty',
    cause: 'zero bytes',
  });

  it('should carry name, data, remedy and cause', () => {
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('ModelLoadError');
    expect(error.message).toBe('Cannot load the model a.onnx: it is empty.');
    expect(error.cause).toBe('zero bytes');
    expect(error.toJSON()).toEqual({
      name: 'ModelLoadError',
      message: error.message,
      remedy: error.remedy,
    });
  });

  it('should tell its class and its base apart from other classes', () => {
    expect(ModelLoadError.isInstance(error)).toBe(true);
    expect(OcelliError.isInstance(error)).toBe(true);
    expect(InvalidArgumentError.isInstance(error)).toBe(false);
    expect(OcelliError.isInstance(new Error('plain'))).toBe(false);
    expect(OcelliError.isInstance(null)).toBe(false);
  });
});
