import { describe, expect, it } from 'vitest';
import { CAMERA_ERROR_REASONS, CameraError, toCameraError } from './camera-error.js';

const failure = (name: string, fields: object = {}): Error =>
  Object.assign(new Error('the words of the browser'), { name }, fields);

describe('toCameraError', () => {
  it.each([
    ['NotAllowedError', 'permission-denied'],
    ['SecurityError', 'permission-denied'],
    ['NotFoundError', 'not-found'],
    ['NotReadableError', 'in-use'],
    ['AbortError', 'in-use'],
    ['OverconstrainedError', 'unsatisfiable'],
    ['TypeError', 'failed'],
  ] as const)('should put %s into plain words', (name, reason) => {
    const cause = failure(name);
    const error = toCameraError(cause);
    expect(error).toMatchObject({ name: 'CameraError', reason, cause });
    expect(error.message).not.toContain(name);
  });

  it('should name the wish that no camera fits', () => {
    const error = toCameraError(failure('OverconstrainedError', { constraint: 'deviceId' }));
    expect(error.message).toBe('No camera fits what was asked for (deviceId).');
  });
});

describe('CameraError', () => {
  it('should have a remedy for each reason', () => {
    const remedies = CAMERA_ERROR_REASONS.map(
      (reason) => new CameraError({ reason, detail: 'It failed' }).remedy,
    );
    expect(new Set(remedies).size).toBe(CAMERA_ERROR_REASONS.length);
  });
});
