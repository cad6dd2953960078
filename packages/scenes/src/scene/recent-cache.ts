/** Remembers what was made for the last few keys; what is made must depend on the key alone. */
export const createRecentCache = <Value>(
  limit: number,
): ((key: number, make: () => Value) => Value) => {
  const entries = new Map<number, Value>();
  return (key, make) => {
    const value = entries.get(key) ?? make();
    entries.delete(key);
    entries.set(key, value);
    for (const oldest of entries.keys()) {
      if (entries.size <= limit) break;
      entries.delete(oldest);
    }
    return value;
  };
};
