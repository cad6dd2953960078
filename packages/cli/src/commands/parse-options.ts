import { InvalidArgumentError } from 'commander';

/** Parses an option that takes a positive integer. */
export const parseCount = (value: string): number => {
  const count = Number(value);
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new InvalidArgumentError('It must be a positive integer.');
  }
  return count;
};

/** Parses an option that takes a port; 0 is any free one. */
export const parsePort = (value: string): number => {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535) {
    throw new InvalidArgumentError('It must be a port, 0 to 65535.');
  }
  return port;
};

/** Collects an option that may be repeated and takes names separated by commas, at least one each time. */
export const collectNames = (value: string, names: readonly string[] = []): readonly string[] => {
  const added = value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (added.length === 0) throw new InvalidArgumentError('It must hold a name.');
  return [...names, ...added];
};

/** Parses `1280x720` into pixels. */
export const parseSize = (value: string): { width: number; height: number } => {
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/i.exec(value) ?? [];
  if (Number(width) > 0 && Number(height) > 0) {
    return { width: Number(width), height: Number(height) };
  }
  throw new InvalidArgumentError('It must be WIDTHxHEIGHT in pixels, such as 1280x720.');
};
