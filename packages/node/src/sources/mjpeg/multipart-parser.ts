const CRLF = '\r\n';
const HEADER_END = Buffer.from(CRLF + CRLF);
const BARE_HEADER_END = Buffer.from('\n\n');
/** Longest head of a part; none of a camera's comes near it. */
const MAX_HEADER_BYTES = 16_384;
/** Largest picture; a JPEG of 100 megapixels is smaller. */
export const MAX_PART_BYTES = 64 * 2 ** 20;

/** A multipart stream is not one. */
export class MultipartSyntaxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MultipartSyntaxError';
  }
}

/** The boundary of a `multipart/…` content type, or undefined for another type. */
export const boundaryOf = (contentType: string): string | undefined => {
  if (!/^\s*multipart\//i.test(contentType)) return undefined;
  const match = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  // Some cameras write the dashes that precede a boundary into its name.
  return (match?.[1] ?? match?.[2])?.replace(/^--/, '');
};

/**
 * Cuts a multipart stream into the bodies of its parts. A part with a Content-Length is whole as soon as it is there;
 * one without, when the next boundary follows.
 */
export class MultipartParser {
  readonly #delimiter: Buffer;
  readonly #onPart: (body: Buffer) => void;
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** Undefined outside a part; a part without a stated length has -1. */
  #bodyLength: number | undefined;
  /** No chunk is joined to the others before this many bytes are there. */
  #wanted = 0;

  constructor(boundary: string, onPart: (body: Buffer) => void) {
    this.#delimiter = Buffer.from(`--${boundary}`);
    this.#onPart = onPart;
  }

  /**
   * Takes the next bytes of the stream.
   *
   * @throws MultipartSyntaxError when heads or bodies grow beyond all bounds.
   */
  push(chunk: Uint8Array): void {
    this.#chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.#bytes += chunk.byteLength;
    if (this.#bytes < this.#wanted) return;
    let rest =
      this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    for (let next = this.#step(rest); next !== undefined; next = this.#step(rest)) rest = next;
    this.#chunks = [rest];
    this.#bytes = rest.length;
  }

  /** What is left after one more head or body, or undefined when there is no whole one. */
  #step(rest: Buffer): Buffer | undefined {
    if (this.#bodyLength === undefined) return this.#readHead(rest);
    return this.#bodyLength < 0 ? this.#readUntilBoundary(rest) : this.#readBody(rest);
  }

  #readHead(rest: Buffer): Buffer | undefined {
    const start = rest.indexOf(this.#delimiter);
    const from = start < 0 ? 0 : start + this.#delimiter.length;
    const wide = start < 0 ? -1 : rest.indexOf(HEADER_END, from);
    const bare = start < 0 || wide >= 0 ? -1 : rest.indexOf(BARE_HEADER_END, from);
    if (wide < 0 && bare < 0) {
      if (rest.length > MAX_HEADER_BYTES) {
        throw new MultipartSyntaxError('there is no head of a part where one must be');
      }
      this.#wanted = 0;
      return undefined;
    }
    const end = wide >= 0 ? wide : bare;
    const head = rest.toString('latin1', from, end);
    const length = /^content-length:\s*(\d+)\s*$/im.exec(head)?.[1];
    this.#bodyLength = length === undefined ? -1 : Number(length);
    if (this.#bodyLength > MAX_PART_BYTES) throw new MultipartSyntaxError('a part is too large');
    return rest.subarray(end + (wide >= 0 ? HEADER_END : BARE_HEADER_END).length);
  }

  #readBody(rest: Buffer): Buffer | undefined {
    const length = this.#bodyLength ?? 0;
    this.#wanted = length;
    if (rest.length < length) return undefined;
    return this.#finish(rest, length, length);
  }

  #readUntilBoundary(rest: Buffer): Buffer | undefined {
    const end = rest.indexOf(this.#delimiter);
    if (end < 0) {
      if (rest.length > MAX_PART_BYTES) throw new MultipartSyntaxError('a part is too large');
      this.#wanted = 0;
      return undefined;
    }
    const isWide = rest[end - 1] === 0x0a && rest[end - 2] === 0x0d;
    return this.#finish(rest, isWide ? end - 2 : end - Number(rest[end - 1] === 0x0a), end);
  }

  #finish(rest: Buffer, bodyEnd: number, next: number): Buffer {
    this.#bodyLength = undefined;
    this.#wanted = 0;
    // A copy: what follows in the buffer must not live as long as the picture.
    if (bodyEnd > 0) this.#onPart(Buffer.from(rest.subarray(0, bodyEnd)));
    return rest.subarray(next);
  }
}
