export { differentiate, type DifferentiateOptions } from './autodiff/differentiate.js';
export { NotDifferentiableError, UnknownShapeError } from './autodiff/differentiation-errors.js';
export type { VjpContext, VjpRule } from './autodiff/vjp-rule.js';
export {
  type DifferentiableOperator,
  isDifferentiableOperator,
  VJP_RULES,
} from './autodiff/vjp-rules.js';

export {
  createMetricsAccumulator,
  type MetricsAccumulator,
} from './evaluate/create-metrics-accumulator.js';
export {
  evaluateClassifier,
  type EvaluateClassifierOptions,
  type Evaluation,
  type FailedExample,
  type Mistake,
} from './evaluate/evaluate-classifier.js';
export type {
  ClassMetrics,
  EvaluationMetrics,
  ReliabilityBin,
} from './evaluate/evaluation-metrics.js';
export {
  fitTemperature,
  type LabelledLogits,
  type TemperatureFit,
} from './evaluate/fit-temperature.js';
export { matchDatasetLabels, type MatchedDataset } from './evaluate/match-dataset-labels.js';
export type { ReadPicture } from './evaluate/read-picture.js';
export type { EvaluationTiming } from './evaluate/time-classifier.js';
export { UnknownClassError } from './evaluate/unknown-class-error.js';
export { wilsonInterval } from './evaluate/wilson-interval.js';

export { createRandom, type Exchangeable, type Random } from './random/random.js';

export { type ContactSheetTile, drawContactSheet } from './report/draw-contact-sheet.js';
export { drawConfusionMatrix } from './report/draw-confusion-matrix.js';
export { drawLearningCurves, type LearningCurvePoint } from './report/draw-learning-curves.js';
export { drawReliabilityDiagram } from './report/draw-reliability-diagram.js';
export { drawReportPage, type ReportPage } from './report/draw-report-page.js';

export {
  type AugmentationConfig,
  augmentationSchema,
  checkAugmentation,
  FILL_MODES,
  type FillMode,
  type Range,
} from './data/augmentation-config.js';
export type { Batch, BatchOptions, BatchSource } from './data/batch.js';
export { checkTrainingData } from './data/check-training-data.js';
export { type ClassStatistics, classStatistics } from './data/class-statistics.js';
export {
  type BatchFacts,
  type BatchMaker,
  type BatchMakerOptions,
  type BatchPlan,
  createBatchMaker,
  describeBatches,
  type MadeBatch,
  type UnreadableExample,
} from './data/create-batch-maker.js';
export {
  DATASET_ERROR_REASONS,
  DatasetError,
  type DatasetErrorReason,
} from './data/dataset-error.js';
export { createEpochOrder, type EpochOrder, type EpochOrderOptions } from './data/epoch-order.js';
export type { Dataset, LabelledExample } from './data/labelled-example.js';
export type { PictureStore } from './data/picture-store.js';
export type { PictureLevel, PreparedPicture } from './data/prepared-picture.js';
export { type DatasetSplit, splitByGroup, type SplitOptions } from './data/split-by-group.js';
