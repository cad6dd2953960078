import { describe, expect, it } from 'vitest';
import { boundaryOf, MultipartParser, MultipartSyntaxError } from './multipart-parser.js';

const parse = (stream: string, chunkBytes: number): string[] => {
  const parts: string[] = [];
  const parser = new MultipartParser('frame', (body) => parts.push(body.toString('latin1')));
  const bytes = Buffer.from(stream, 'latin1');
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    parser.push(bytes.subarray(at, at + chunkBytes));
  }
  return parts;
};

describe('MultipartParser', () => {
  const withLength =
    '--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 9\r\n\r\n12--frame\r\n--frame\r\ncontent-length: 2\r\n\r\nab\r\n';
  const withoutLength = 'preamble\r\n--frame\r\nA: b\r\n\r\none\r\n--frame\r\n\r\ntwo\r\n--frame--';

  it.each([1, 2, 7, 1000])('should cut parts by their length, from pieces of %s bytes', (size) => {
    expect(parse(withLength, size)).toEqual(['12--frame', 'ab']);
  });

  it.each([1, 3, 1000])('should cut parts at boundaries, from pieces of %s bytes', (size) => {
    expect(parse(withoutLength, size)).toEqual(['one', 'two']);
  });

  it('should read heads that end in bare line feeds', () => {
    expect(parse('--frame\nContent-Length: 3\n\nabc\n--frame\n\nd\n--frame', 5)).toEqual([
      'abc',
      'd',
    ]);
  });

  it('should refuse a stream that is none before it fills the memory', () => {
    expect(() => parse('x'.repeat(20_000), 4096)).toThrow(MultipartSyntaxError);
    expect(() => parse('--frame\r\nContent-Length: 99999999999\r\n\r\n', 4096)).toThrow(
      'a part is too large',
    );
  });
});

describe('boundaryOf', () => {
  it.each([
    ['multipart/x-mixed-replace; boundary=frame', 'frame'],
    ['multipart/x-mixed-replace;boundary="--my frame"', 'my frame'],
    ['Multipart/mixed; charset=x; boundary=--b', 'b'],
    ['text/html', undefined],
    ['multipart/mixed', undefined],
  ])('should read %s', (type, boundary) => {
    expect(boundaryOf(type)).toBe(boundary);
  });
});
