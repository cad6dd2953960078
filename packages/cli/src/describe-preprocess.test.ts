import { preprocessPreset } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { describePreprocess } from './describe-preprocess.js';

const torch = preprocessPreset('torch', {
  width: 224,
  height: 224,
  shortestEdge: 256,
  layout: 'nchw',
});

describe('describePreprocess', () => {
  it('should name every step in the order in which it happens', () => {
    expect(describePreprocess(torch)).toBe(
      'shortest edge to 256 (bilinear), centre crop 224x224, times 1/255, ' +
        'mean [0.485, 0.456, 0.406], std [0.229, 0.224, 0.225], rgb nchw float32',
    );
  });

  it('should name the other ways to resize, mirroring and other factors', () => {
    const even = { width: 8, height: 8, layout: 'nchw' } as const;
    const base = { ...preprocessPreset('tf', even), std: [1, 1, 1], rescaleFactor: 1 / 255 };
    const geometry = { width: 192, height: 96 };
    const texts = [
      describePreprocess({ ...base, resize: { mode: 'squash', ...geometry }, mirror: true }),
      describePreprocess({
        ...base,
        resize: { mode: 'letterbox', ...geometry, padColor: [114, 114, 0] },
        kernel: 'bicubic',
        rescaleFactor: 1 / 127.5,
      }),
      describePreprocess({ ...base, resize: { mode: 'none' }, rescaleFactor: 1 }),
      describePreprocess({ ...base, resize: { mode: 'none' }, rescaleFactor: 0.0039 }),
    ];
    const rest = 'mean [1, 1, 1], std [1, 1, 1], rgb nchw float32';
    expect(texts).toEqual([
      `squash to 192x96 (bilinear), mirror, times 1/255, ${rest}`,
      `letterbox to 192x96 on rgb(114, 114, 0) (bicubic), times 1/127.5, ${rest}`,
      `no resize, times 1, ${rest}`,
      `no resize, times 0.0039, ${rest}`,
    ]);
  });
});
