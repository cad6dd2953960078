export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type LogFields = Readonly<Record<string, unknown>>;

/** Structured logs: one entry a call. */
export interface Logger {
  readonly log: (level: LogLevel, message: string, fields?: LogFields) => void;
}

export interface LoggerOptions {
  readonly level: LogLevel;
  /** `json`: an object per line for machines. `text`: for people. */
  readonly format: 'json' | 'text';
  readonly write: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const shown = (value: unknown): string =>
  typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);

/** Writes entries of `level` and above, with their time. */
export const createLogger = ({ level, format, write, now }: LoggerOptions): Logger => {
  const least = LOG_LEVELS.indexOf(level);
  return {
    log: (entryLevel, message, fields = {}) => {
      if (LOG_LEVELS.indexOf(entryLevel) < least) return;
      const time = new Date(now()).toISOString();
      if (format === 'json') {
        write(JSON.stringify({ time, level: entryLevel, message, ...fields }));
        return;
      }
      const pairs = Object.entries(fields)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => ` ${name}=${shown(value)}`);
      write(`${time.slice(11, 19)} ${entryLevel.padEnd(5)} ${message}${pairs.join('')}`);
    },
  };
};

/** The fields that tell of an error. */
export const errorFields = (error: unknown): LogFields => {
  if (!(error instanceof Error)) return { error: String(error) };
  const { remedy } = error as { remedy?: unknown };
  return { error: error.message, ...(typeof remedy === 'string' && { remedy }) };
};
