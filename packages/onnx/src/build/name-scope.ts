/** Hands out names that nothing else in a graph has. */
export interface NameScope {
  /** `base` itself when it is free, else `base_1`, `base_2`, … */
  readonly unique: (base: string) => string;
  /** Takes exactly this name; false when it is taken already. */
  readonly claim: (name: string) => boolean;
}

/** Creates a scope in which `taken` are taken. */
export const createNameScope = (taken: Iterable<string> = []): NameScope => {
  const used = new Set(taken);
  const nextSuffix = new Map<string, number>();
  const claim = (name: string): boolean => {
    if (used.has(name)) return false;
    used.add(name);
    return true;
  };
  const unique = (base: string): string => {
    if (claim(base)) return base;
    for (let suffix = nextSuffix.get(base) ?? 1; ; suffix += 1) {
      const name = `${base}_${suffix}`;
      if (claim(name)) {
        nextSuffix.set(base, suffix + 1);
        return name;
      }
    }
  };
  return { unique, claim };
};
