import { describe, expect, it } from 'vitest';

import { detectTextAnswer } from './detect-text-answer.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('detectTextAnswer', () => {
  it.each([
    ['<!DOCTYPE html><html>', 'an HTML page'],
    ['\n  <html lang="de">', 'an HTML page'],
    ['<?xml version="1.0"?><Error/>', 'an XML document'],
    ['{"error":"gone"}', 'a JSON document'],
    ['Not Found', 'a text document'],
    ['version https://git-lfs.github.com/spec/v1\noid sha256:41\nsize 3\n', /Git LFS pointer/],
    ['', 'an empty file'],
  ])('should name %j', (text, expected) => {
    expect(detectTextAnswer(bytes(text))).toMatch(expected);
  });

  it('should take the start of an ONNX file for binary', () => {
    // ir_version 8, producer_name "pytorch".
    const head = Uint8Array.of(0x08, 0x08, 0x12, 0x07, ...bytes('pytorch'));
    expect(detectTextAnswer(head)).toBeUndefined();
  });
});
