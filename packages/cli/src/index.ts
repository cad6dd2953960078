export { benchModel, type BenchModelOptions, type BenchReport } from './bench-model.js';
export {
  benchSession,
  type BenchSessionOptions,
  type SessionBenchReport,
} from './bench-session.js';
export { classifyFiles, type ClassifyFilesOptions, type FileResult } from './classify-files.js';
export {
  evaluateModel,
  type EvaluateModelOptions,
  type ModelEvaluation,
} from './evaluate-model.js';
export {
  expandInputs,
  type ExpandInputsOptions,
  type InputItem,
  PICTURE_EXTENSIONS,
} from './expand-inputs.js';
export { EXIT_CODES, type ExitCode } from './exit-code.js';
export type { Machine } from './machine.js';
export { NoFilesFoundError } from './no-files-found-error.js';
export type { Quantiles } from './quantiles.js';
export { runCommandLine } from './run-command-line.js';
