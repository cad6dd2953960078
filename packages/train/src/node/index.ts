export { OutputFileError } from './report/output-file-error.js';
export { type ReportContents, writeReport } from './report/write-report.js';
