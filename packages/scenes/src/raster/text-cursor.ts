import { PathSyntaxError } from './path-syntax-error.js';

const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const SEPARATOR = /[\s,]*/y;

/** Reads numbers and letters from left to right, as path data and transform lists are written. */
export class TextCursor {
  readonly source: string;
  position = 0;

  constructor(source: string) {
    this.source = source;
  }

  get isAtEnd(): boolean {
    this.skipSeparators();
    return this.position >= this.source.length;
  }

  /** The next character after separators, not consumed; empty at the end. */
  peek(): string {
    this.skipSeparators();
    return this.source.charAt(this.position);
  }

  isAtNumber(): boolean {
    return /[\d.+-]/.test(this.peek());
  }

  readNumber(): number {
    this.skipSeparators();
    NUMBER.lastIndex = this.position;
    const match = NUMBER.exec(this.source);
    if (match === null) this.fail('a number');
    this.position += match[0].length;
    return Number(match[0]);
  }

  /** One digit 0 or 1, which arcs may write without a separator after it. */
  readFlag(): boolean {
    const digit = this.peek();
    if (digit !== '0' && digit !== '1') this.fail('an arc flag, 0 or 1');
    this.position += 1;
    return digit === '1';
  }

  fail(expected: string): never {
    throw new PathSyntaxError({ source: this.source, position: this.position, expected });
  }

  private skipSeparators(): void {
    SEPARATOR.lastIndex = this.position;
    this.position += SEPARATOR.exec(this.source)?.[0].length ?? 0;
  }
}
