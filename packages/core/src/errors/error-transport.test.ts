import { describe, expect, it } from 'vitest';
import * as core from '../index.js';
import { reviveError, serialiseError, TRANSPORTED_ERRORS } from './error-transport.js';

const { InvalidArgumentError, ModelLoadError, OcelliError, TensorMismatchError } = core;

const transport = (thrown: unknown): Error => reviveError(structuredClone(serialiseError(thrown)));

describe('reviveError', () => {
  it('should restore class, lineage, data, remedy, stack and cause', () => {
    const cause = new InvalidArgumentError({ argument: 'a', expected: 'b', actual: 'c' });
    const original = new ModelLoadError({ source: 'x.onnx', reason: 'no', remedy: 'do', cause });
    const revived = transport(original);
    expect(revived).toBeInstanceOf(ModelLoadError);
    expect(ModelLoadError.isInstance(revived)).toBe(true);
    expect(OcelliError.isInstance(revived)).toBe(true);
    expect(TensorMismatchError.isInstance(revived)).toBe(false);
    expect(revived).toMatchObject({ source: 'x.onnx', remedy: 'do', message: original.message });
    expect((revived as InstanceType<typeof ModelLoadError>).toJSON()).toEqual(original.toJSON());
    expect(revived.stack).toBe(original.stack);
    expect(revived.cause).toBeInstanceOf(InvalidArgumentError);
    expect(revived.cause).toMatchObject({ argument: 'a' });
  });

  it('should keep name and message of errors that are not ours, and of values that are not errors', () => {
    const range = transport(new RangeError('too far'));
    expect([range.name, range.message]).toEqual(['RangeError', 'too far']);
    expect(transport('just text').message).toBe('just text');
  });

  it('should know every error class of sessions and frames that core exports', () => {
    const known = TRANSPORTED_ERRORS.map((errorClass) => errorClass.errorName);
    expect(new Set(known).size).toBe(known.length);
    for (const errorClass of TRANSPORTED_ERRORS) {
      expect(Object.values(core)).toContain(errorClass);
    }
  });
});
