export { differentiate, type DifferentiateOptions } from './autodiff/differentiate.js';
export { NotDifferentiableError, UnknownShapeError } from './autodiff/differentiation-errors.js';
export { unfoldConvolutions } from './autodiff/unfold-convolutions.js';
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

export {
  type ClassifierModelOptions,
  createClassifierModel,
} from './layers/create-classifier-model.js';
export { randomParameters, type RandomParametersOptions } from './layers/random-parameters.js';

export type { Loss, LossContext } from './loss/loss.js';
export {
  sigmoidCrossEntropy,
  type SigmoidCrossEntropyOptions,
} from './loss/sigmoid-cross-entropy.js';
export {
  softmaxCrossEntropy,
  type SoftmaxCrossEntropyOptions,
} from './loss/softmax-cross-entropy.js';

export { adamw, type AdamwOptions } from './optimizer/adamw.js';
export { appendAverage } from './optimizer/append-average.js';
export { type ClippedGradients, clipGradients } from './optimizer/clip-gradients.js';
export type { Optimizer, UpdateContext } from './optimizer/optimizer.js';
export { sgd, type SgdOptions } from './optimizer/sgd.js';

export { constant } from './schedule/constant.js';
export { cosine, type CosineOptions } from './schedule/cosine.js';
export { oneCycle, type OneCycleOptions } from './schedule/one-cycle.js';
export type { Schedule } from './schedule/schedule.js';
export { stepDecay, type StepDecayOptions } from './schedule/step-decay.js';

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

export { createTrainingStep, type TrainingStepOptions } from './step/create-training-step.js';
export type { FreezeConfig } from './step/freeze.js';
export { plainClassifier } from './step/plain-classifier.js';
export { stepModelFor } from './step/step-model-for.js';
export {
  averageOf,
  type DropoutMask,
  STEP_VALUES,
  type TrainingStep,
} from './step/training-step.js';

export { attachHead, type AttachHeadOptions } from './transfer/attach-head.js';
export { findHead, type ClassifierHead } from './transfer/find-head.js';
export { HeadNotFoundError } from './transfer/head-not-found-error.js';
export { replaceHead, type ReplaceHeadOptions } from './transfer/replace-head.js';
export { splitAtHead, type SplitClassifier } from './transfer/split-at-head.js';

export { evaluatedWeights } from './export/evaluated-weights.js';
export { exportClassifier, withWeights } from './export/export-classifier.js';
export { foldBatchNormalization } from './export/fold-batch-normalization.js';

export {
  CheckpointFormatError,
  CheckpointMismatchError,
  CheckpointWriteError,
} from './checkpoint/checkpoint-errors.js';
export type { CheckpointStore } from './checkpoint/checkpoint-store.js';
export {
  decodeSafetensors,
  encodeSafetensors,
  type NamedTensors,
} from './checkpoint/safetensors.js';
export {
  decodeCheckpoint,
  encodeCheckpoint,
  type TrainingCheckpoint,
} from './checkpoint/training-checkpoint.js';

export { DivergedError } from './fit/diverged-error.js';
export { evaluateBatches, type ValidationMetrics } from './fit/evaluate-batches.js';
export { fit } from './fit/fit.js';
export type {
  FitCheckpointEvent,
  FitEpochEvent,
  FitEvent,
  FitResumeEvent,
  FitStepEvent,
} from './fit/fit-events.js';
export type {
  CheckpointOptions,
  ClassifierWeights,
  EvaluateWeights,
  FitOptions,
  FitResult,
} from './fit/fit-options.js';
export type { EpochRecord, FitProgress } from './fit/fit-progress.js';

export { parseRecipe } from './recipe/parse-recipe.js';
export { RecipeError, type RecipeIssue } from './recipe/recipe-error.js';
export type { Recipe } from './recipe/recipe-schema.js';
export { TRAINABLE_ARCHITECTURES } from './recipe/trainable-architectures.js';
