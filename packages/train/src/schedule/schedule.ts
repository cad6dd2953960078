/** Learning rate of a step, counted from 0; the same step has the same rate, whatever was asked before. */
export type Schedule = (step: number) => number;
