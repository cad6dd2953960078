import { ModelCardError, ModelLoadError } from '@ocelli/core';
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

  it('should list every issue of a model card', () => {
    const issues = Array.from({ length: 9 }, (_, index) => ({
      path: `labels[${String(index)}]`,
      expected: 'a text',
      received: 'null',
      message: `labels[${String(index)}] must be a text, but it is null.`,
    }));
    const cardError = new ModelCardError({ cardId: 'signs', issues });
    const text = formatError(cardError, { isVerbose: false, prefix: 'error: ' });
    expect(text.split('\n')).toEqual([
      'error: The model card "signs" is not valid:',
      ...issues.map(({ message }) => `  - ${message}`),
      expect.stringMatching(/^ {2}Correct these fields/),
    ]);
    expect(toErrorLine(cardError).issues).toEqual(issues);
    expect(toErrorLine(error)).not.toHaveProperty('issues');
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
