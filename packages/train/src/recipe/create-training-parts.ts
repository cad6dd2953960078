import { classStatistics } from '../data/class-statistics.js';
import type { Dataset } from '../data/labelled-example.js';
import type { Loss } from '../loss/loss.js';
import { sigmoidCrossEntropy } from '../loss/sigmoid-cross-entropy.js';
import { softmaxCrossEntropy } from '../loss/softmax-cross-entropy.js';
import { adamw } from '../optimizer/adamw.js';
import type { Optimizer } from '../optimizer/optimizer.js';
import { sgd } from '../optimizer/sgd.js';
import { constant } from '../schedule/constant.js';
import { cosine } from '../schedule/cosine.js';
import { oneCycle } from '../schedule/one-cycle.js';
import type { Schedule } from '../schedule/schedule.js';
import { stepDecay } from '../schedule/step-decay.js';
import type { Recipe } from './recipe-schema.js';

type Training = Recipe['training'];

/** The loss of a recipe, weighing the classes of this dataset where it says so. */
export const createLoss = ({ loss }: Training, dataset: Dataset): Loss => {
  const { kind, classWeights, ...options } = loss ?? { kind: 'softmax-cross-entropy' as const };
  const weights =
    classWeights === 'balanced'
      ? { classWeights: classStatistics(dataset).map(({ weight }) => weight) }
      : {};
  return kind === 'softmax-cross-entropy'
    ? softmaxCrossEntropy({ ...options, ...weights })
    : sigmoidCrossEntropy(weights);
};

/** The optimizer of a recipe. */
export const createOptimizer = ({ optimizer }: Training): Optimizer => {
  switch (optimizer.kind) {
    case 'sgd':
      return sgd(optimizer);
    case 'adamw':
      return adamw(optimizer);
  }
};

/** The learning rate of each step of a recipe, counted from 0. */
export const createSchedule = ({ schedule, epochs }: Training, stepsPerEpoch: number): Schedule => {
  const { learningRate } = schedule;
  const steps = epochs * stepsPerEpoch;
  switch (schedule.kind) {
    case 'constant':
      return constant(learningRate);
    case 'step': {
      const { everyEpochs, factor } = schedule;
      return stepDecay({ learningRate, every: everyEpochs * stepsPerEpoch, factor });
    }
    case 'cosine': {
      const { warmUpEpochs = 0, finalLearningRate: minimum = 0 } = schedule;
      const warmupSteps = Math.min(steps, Math.round(warmUpEpochs * stepsPerEpoch));
      return cosine({ learningRate, steps, warmupSteps, minimum });
    }
    case 'one-cycle':
      return oneCycle({ learningRate, steps: Math.max(2, steps) });
  }
};
