import { describe, expect, it } from 'vitest';
import type { PreprocessConfig } from '../preprocess/preprocess-config.js';
import { canonicalJson } from './canonical-json.js';
import { hashPreprocess } from './hash-preprocess.js';

const CONFIG: PreprocessConfig = {
  resize: { mode: 'squash', width: 32, height: 16 },
  kernel: 'bilinear',
  rescaleFactor: 0.5,
  mean: [0, 0.25, 1],
  std: [1, 1, 1],
  channelOrder: 'rgb',
  layout: 'nchw',
  dtype: 'float32',
};

describe('canonicalJson', () => {
  it('should sort keys at every depth, keep lists in order and leave out undefined', () => {
    const value = { b: [{ d: 1, c: [2, 1] }], a: undefined, B: 'é', '10': null };
    expect(canonicalJson(value)).toBe('{"10":null,"B":"é","b":[{"c":[2,1],"d":1}]}');
  });

  it('should not depend on the order of keys that look like numbers', () => {
    expect(canonicalJson({ 10: 1, 9: 2 })).toBe(canonicalJson({ 9: 2, 10: 1 }));
  });
});

describe('hashPreprocess', () => {
  it('should be the SHA-256 of the canonical JSON with defaults filled in', () => {
    // hashlib.sha256(json.dumps(config, sort_keys=True, separators=(',', ':')).encode()), Python 3.11.
    expect(hashPreprocess(CONFIG)).toBe(
      '6a6a1a5b2ea83e0b4d1b4bb94e54fe4fd29c01c17e2bdc3c10f9f09699487355',
    );
  });

  it('should not depend on the order of fields, nor on a default that is spelled out', () => {
    const { dtype, ...rest } = CONFIG;
    expect(hashPreprocess({ dtype, mirror: false, ...rest })).toBe(hashPreprocess(CONFIG));
  });

  it('should fill in the rounding of a centre crop', () => {
    const hashOf = (rounding?: 'half-even' | 'floor') =>
      hashPreprocess({
        ...CONFIG,
        centerCrop: { width: 4, height: 4, ...(rounding && { rounding }) },
      });
    expect(hashOf('half-even')).toBe(hashOf());
    expect(hashOf('floor')).not.toBe(hashOf());
  });

  it('should differ when anything differs', () => {
    expect(hashPreprocess({ ...CONFIG, mirror: true })).not.toBe(hashPreprocess(CONFIG));
    expect(hashPreprocess({ ...CONFIG, mean: [0.25, 0, 1] })).not.toBe(hashPreprocess(CONFIG));
  });
});
