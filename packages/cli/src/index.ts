export { classifyFiles, type ClassifyFilesOptions, type FileResult } from './classify-files.js';
export {
  expandInputs,
  type ExpandInputsOptions,
  type InputItem,
  PICTURE_EXTENSIONS,
} from './expand-inputs.js';
export { EXIT_CODES, type ExitCode } from './exit-code.js';
export { NoFilesFoundError } from './no-files-found-error.js';
