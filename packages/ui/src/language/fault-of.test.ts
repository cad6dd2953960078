import { ReleasedError } from '@ocelli/core';
import {
  CAMERA_ERROR_REASONS,
  CameraError,
  ImageDecodeError,
  ModelDownloadError,
  ModelIntegrityError,
} from '@ocelli/web';
import { describe, expect, it } from 'vitest';
import { detailOf, faultOf } from './fault-of.js';
import { FAULTS } from './texts.js';

const download = (reason: 'http-status' | 'network' | 'not-a-model') =>
  new ModelDownloadError({ url: 'https://a/m.onnx', reason, detail: 'so it is' });

describe('faultOf', () => {
  it('should know every reason of a camera', () => {
    for (const reason of CAMERA_ERROR_REASONS) {
      expect(FAULTS).toContain(faultOf(new CameraError({ reason, detail: 'so it is' })));
    }
  });

  it.each([
    ['model-missing', download('http-status')],
    ['model-unreachable', download('network')],
    ['model-not-a-model', download('not-a-model')],
    ['model-altered', new ModelIntegrityError({ source: 'm', expected: 'a', actual: 'b' })],
    [
      'picture-unsupported',
      new ImageDecodeError({ source: 'a.tif', reason: 'unsupported', detail: 'a TIFF file' }),
    ],
    [
      'picture-unreadable',
      new ImageDecodeError({ source: 'a.jpg', reason: 'truncated', detail: 'it ends early' }),
    ],
    ['unexpected', new ReleasedError({ what: 'session' })],
    ['unexpected', 'a string'],
  ])('should answer %s', (fault, error) => {
    expect(faultOf(error)).toBe(fault);
  });
});

describe('detailOf', () => {
  it('should give name and message', () => {
    expect(detailOf(download('network'))).toMatch(/^ModelDownloadError: .*m\.onnx/);
    expect(detailOf(3)).toBe('3');
  });
});
