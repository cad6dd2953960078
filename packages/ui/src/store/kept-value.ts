/** A value that outlives the page, where the browser keeps it: private windows may not. */
export interface KeptValue<T> {
  read(): T | undefined;
  /** Whether it was kept. */
  write(value: T): boolean;
}

/**
 * A value in a storage under a name. What lies there is from an earlier version of the page at worst: `parse`
 * tells whether it is still such a value.
 */
export const createKeptValue = <T>(
  storage: Pick<Storage, 'getItem' | 'setItem'> | undefined,
  name: string,
  parse: (kept: unknown) => T | undefined,
): KeptValue<T> => ({
  read: () => {
    try {
      const text = storage?.getItem(name) ?? null;
      return text === null ? undefined : parse(JSON.parse(text));
    } catch {
      return undefined;
    }
  },
  write: (value) => {
    try {
      storage?.setItem(name, JSON.stringify(value));
      return storage !== undefined;
    } catch {
      return false;
    }
  },
});

/** The page's storage; browsers may forbid even to look at it. */
export const pageStorage = (): Storage | undefined => {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
};
