import { InvalidArgumentError } from '@ocelli/core';
import { checkNumber } from '../check-number.js';

/** A score for all labels, or by label; labels that are not listed have the default. */
export type LabelThreshold<L extends string> = number | Readonly<Partial<Record<L, number>>>;

export interface StableLabelConfig<L extends string = string> {
  /** Smallest score at which a label can enter. Default 0.7. */
  readonly enterThreshold?: LabelThreshold<L>;
  /** A label that entered stays while its score is at least this. Default 0.4. */
  readonly leaveThreshold?: LabelThreshold<L>;
  /** A label must be best and reach `enterThreshold` for this long to enter. Default 300. */
  readonly dwellMs?: number;
  /** A label must be below `leaveThreshold` for this long to leave. Default 500. */
  readonly leaveAfterMs?: number;
  /** A label that left cannot enter again for this long. Default 1000. */
  readonly coolDownMs?: number;
  /** Decisions further apart than this are not taken for a dwell. Default 5000. */
  readonly maxGapMs?: number;
  /** Labels that mean "nothing to report", such as a background class: they count as unknown. */
  readonly unknownLabels?: readonly L[];
}

const DEFAULT_ENTER = 0.7;
const DEFAULT_LEAVE = 0.4;

/** The rules of one tracker: thresholds by label, times in microseconds. */
export interface StableLabelRules {
  readonly enterScore: (label: string) => number;
  readonly leaveScore: (label: string) => number;
  readonly isUnknown: (label: string) => boolean;
  readonly dwellUs: number;
  readonly leaveAfterUs: number;
  readonly coolDownUs: number;
  readonly maxGapUs: number;
}

const scoreOf =
  (threshold: LabelThreshold<string>, otherwise: number) =>
  (label: string): number =>
    typeof threshold === 'number' ? threshold : (threshold[label] ?? otherwise);

const checkThresholds = (
  enter: LabelThreshold<string>,
  leave: LabelThreshold<string>,
  rules: Pick<StableLabelRules, 'enterScore' | 'leaveScore'>,
): void => {
  const named = [enter, leave].flatMap((each) =>
    typeof each === 'number' ? [] : Object.keys(each),
  );
  // The empty name stands for all labels that are not listed.
  for (const label of ['', ...named]) {
    const suffix = label === '' ? '' : `.${label}`;
    checkNumber(`config.enterThreshold${suffix}`, rules.enterScore(label), 'probability');
    checkNumber(`config.leaveThreshold${suffix}`, rules.leaveScore(label), 'probability');
    if (rules.leaveScore(label) <= rules.enterScore(label)) continue;
    throw new InvalidArgumentError({
      argument: `config.leaveThreshold${suffix}`,
      expected: `at most enterThreshold${suffix}, ${rules.enterScore(label)}`,
      actual: String(rules.leaveScore(label)),
    });
  }
};

/** Checks the configuration and fills in its defaults. Throws InvalidArgumentError. */
export const resolveStableLabel = <L extends string>({
  enterThreshold = DEFAULT_ENTER,
  leaveThreshold = DEFAULT_LEAVE,
  dwellMs = 300,
  leaveAfterMs = 500,
  coolDownMs = 1000,
  maxGapMs = 5000,
  unknownLabels = [],
}: StableLabelConfig<L>): StableLabelRules => {
  const times = { dwellMs, leaveAfterMs, coolDownMs, maxGapMs };
  for (const [name, value] of Object.entries(times)) {
    checkNumber(`config.${name}`, value, 'not-negative');
  }
  const unknown = new Set<string>(unknownLabels);
  const rules = {
    enterScore: scoreOf(enterThreshold, DEFAULT_ENTER),
    leaveScore: scoreOf(leaveThreshold, DEFAULT_LEAVE),
    isUnknown: (label: string) => unknown.has(label),
    dwellUs: dwellMs * 1000,
    leaveAfterUs: leaveAfterMs * 1000,
    coolDownUs: coolDownMs * 1000,
    maxGapUs: maxGapMs * 1000,
  };
  checkThresholds(enterThreshold, leaveThreshold, rules);
  return rules;
};
