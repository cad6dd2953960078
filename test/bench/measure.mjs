/** Value below which `fraction` of the sorted samples lie. */
const quantile = (sorted, fraction) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))];

/** Milliseconds by name to `{ name: { p10, median, p90 } }`. */
export const summarise = (samples) =>
  Object.fromEntries(
    Object.entries(samples).map(([name, times]) => {
      const sorted = times.toSorted((a, b) => a - b);
      const [p10, median, p90] = [0.1, 0.5, 0.9].map((fraction) => quantile(sorted, fraction));
      return [name, { p10, median, p90 }];
    }),
  );

/**
 * Times the candidates in turn, one call each per round, so that a noisy neighbour slows all of them
 * alike. Returns milliseconds: `{ name: { p10, median, p90 } }`.
 */
export const measureSideBySide = async (candidates, { rounds, warmUp }) => {
  const samples = Object.fromEntries(Object.keys(candidates).map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(candidates)) {
      const start = performance.now();
      await run();
      if (round >= 0) samples[name].push(performance.now() - start);
    }
  }
  return summarise(samples);
};

const cell = (value) => value.toFixed(2).padStart(9);

/** Prints one table of milliseconds, with each row's ratio to the row named `reference`. */
export const printTable = (title, results, reference) => {
  const width = Math.max(...Object.keys(results).map((name) => name.length));
  console.log(`\n${title}`);
  console.log(`${''.padEnd(width)}    median      p10      p90    ratio`);
  for (const [name, { median, p10, p90 }] of Object.entries(results)) {
    const ratio = median / results[reference].median;
    console.log(
      `${name.padEnd(width)} ${cell(median)}${cell(p10)}${cell(p90)}${cell(ratio)}${name === reference ? ' (reference)' : ''}`,
    );
  }
};

/** Prints one requirement with its measured value and whether it holds. */
export const printGoal = (what, value, limit, holds) => {
  console.log(`  ${holds ? 'holds' : 'FALLS SHORT'}: ${what}: ${value} (goal ${limit})`);
};
