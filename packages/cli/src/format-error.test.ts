import { ModelLoadError } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { formatError, toErrorLine } from './format-error.js';

const root = new RangeError('offset 12 is beyond the end');
const error = new ModelLoadError({ source: 'x.onnx', reason: 'it is cut off', cause: root });

describe('formatError', () => {
  it('should give message and remedy, and nothing else by default', () => {
    expect(formatError(error, { isVerbose: false, prefix: 'error: ' })).toBe(
      `error: ${error.message}\n  ${error.remedy}`,
    );
  });

  it('should add the causes with their stacks when verbose', () => {
    const text = formatError(error, { isVerbose: true, prefix: '' });
    expect(text).toContain('caused by RangeError: offset 12 is beyond the end');
    expect(text).toContain('format-error.test.ts');
  });

  it('should end a chain of causes that runs in a circle', () => {
    const first = new Error('first');
    const second = new Error('second', { cause: first });
    first.cause = second;
    expect(formatError(first, { isVerbose: true, prefix: '' }).match(/caused by/g)).toHaveLength(1);
  });

  it('should call an error that is not of Ocelli a bug', () => {
    expect(toErrorLine(root)).toEqual({
      name: 'RangeError',
      message: 'offset 12 is beyond the end',
      remedy: 'This is a bug in ocelli. Please report it with the output of --verbose.',
    });
    expect(toErrorLine('plain text').message).toBe('plain text');
  });
});
