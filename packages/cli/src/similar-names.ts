/**
 * How many insertions, deletions and replacements turn `a` into `b` or into the nearest beginning of it
 * (Levenshtein 1966): nobody misspells the version that they leave out.
 */
const editDistance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const deleted = (previous[column] ?? 0) + 1;
      const inserted = (current[column - 1] ?? 0) + 1;
      current.push(Math.min(replaced, deleted, inserted));
    }
    previous = current;
  }
  return Math.min(...previous);
};

/** The names that a misspelt one may have meant: those it takes the fewest edits to begin or to be part of; shorter ones first, at most 3. */
export const similarNames = (name: string, known: readonly string[]): string[] => {
  const wanted = name.toLowerCase();
  const candidates = known.map((candidate) => ({
    candidate,
    distance: candidate.includes(wanted) ? 0 : editDistance(wanted, candidate),
  }));
  const nearest = Math.min(...candidates.map(({ distance }) => distance));
  if (nearest > Math.floor(wanted.length / 3)) return [];
  return candidates
    .filter(({ distance }) => distance === nearest)
    .map(({ candidate }) => candidate)
    .sort((a, b) => a.length - b.length)
    .slice(0, 3);
};
