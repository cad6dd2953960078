export {
  benchModel,
  type BenchModelOptions,
  type BenchReport,
  type Machine,
} from './bench-model.js';
export { classifyFiles, type ClassifyFilesOptions, type FileResult } from './classify-files.js';
export {
  expandInputs,
  type ExpandInputsOptions,
  type InputItem,
  PICTURE_EXTENSIONS,
} from './expand-inputs.js';
export { EXIT_CODES, type ExitCode } from './exit-code.js';
export { NoFilesFoundError } from './no-files-found-error.js';
export type { Quantiles } from './quantiles.js';
export { runCommandLine } from './run-command-line.js';
