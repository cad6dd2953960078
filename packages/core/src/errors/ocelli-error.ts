/** Registered symbol: it stays the same across two copies of this package, where `instanceof` fails. */
const LINEAGE = Symbol.for('ocelli.error.lineage');

/** What every Ocelli error is built from. */
export interface OcelliErrorOptions {
  readonly message: string;
  /** One sentence that tells the reader what to do next. */
  readonly remedy: string;
  readonly cause?: unknown;
}

/** The class names from the error's own up to `OcelliError`. */
const lineageOf = (constructor: { readonly errorName?: string }): string[] => {
  const names: string[] = [];
  for (
    let current: { errorName?: string } | null = constructor;
    typeof current?.errorName === 'string';
    current = Object.getPrototypeOf(current) as { errorName?: string } | null
  ) {
    names.push(current.errorName);
  }
  return names;
};

/** What `adoptErrorClass` needs of a class of errors. */
export interface OcelliErrorClass {
  readonly errorName: string;
  readonly prototype: OcelliError;
}

/** Makes `error` an instance of `errorClass` without running its constructor (the fields are set by the caller). */
export const adoptErrorClass = (error: Error, errorClass: OcelliErrorClass): void => {
  Object.setPrototypeOf(error, errorClass.prototype);
  const lineage = lineageOf(errorClass);
  Object.defineProperty(error, LINEAGE, { value: lineage, enumerable: false });
};

/**
 * The base of every error that Ocelli throws: a name, a message that says what was expected and what
 * arrived, a remedy, and the data as readonly fields. Narrow with `SomeError.isInstance(error)`, which
 * also works when two copies of the package are loaded.
 *
 * A subclass declares `static override readonly errorName` and takes one object of its fields.
 */
export abstract class OcelliError extends Error {
  static readonly errorName: string = 'OcelliError';

  /** What to do about it, in one sentence. */
  readonly remedy: string;

  constructor({ message, remedy, cause }: OcelliErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.errorName;
    this.remedy = remedy;
    Object.defineProperty(this, LINEAGE, { value: lineageOf(new.target), enumerable: false });
  }

  /** True when `error` is of this class or of one derived from it. */
  static isInstance<T extends OcelliError>(
    this: { readonly errorName: string; readonly prototype: T },
    error: unknown,
  ): error is T {
    if (typeof error !== 'object' || error === null) return false;
    const lineage = (error as { [LINEAGE]?: readonly string[] })[LINEAGE];
    return lineage?.includes(this.errorName) ?? false;
  }

  /** The part of the error that goes into logs and JSON lines. */
  toJSON(): { name: string; message: string; remedy: string } {
    return { name: this.name, message: this.message, remedy: this.remedy };
  }
}
