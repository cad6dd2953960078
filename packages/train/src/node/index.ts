export { OutputFileError } from './report/output-file-error.js';
export { type ReportContents, writeReport } from './report/write-report.js';

export {
  type BatchSourceOptions,
  createBatchSource,
  createEvaluationBatches,
  type EvaluationBatchesOptions,
  type FileBatchSource,
} from './data/create-batch-source.js';
export { DataWorkerError } from './data/data-worker-error.js';
export { type CsvColumns, readCsvList, type ReadCsvListOptions } from './data/read-csv-list.js';
export { readImageFolder, type ReadImageFolderOptions } from './data/read-image-folder.js';

export { createFileCheckpointStore } from './checkpoint/create-file-checkpoint-store.js';

export { ExistingRunError } from './recipe/existing-run-error.js';
export { readRecipe, type RecipeFile } from './recipe/read-recipe.js';
export { type RecipeResult, runRecipe } from './recipe/run-recipe.js';
export type { RecipeEvent, RunRecipeOptions } from './recipe/run-recipe-options.js';
