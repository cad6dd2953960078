export { mountPage } from './mount-page.js';
export { createLabelAnalysis } from './app/create-label-analysis.js';
export { regionOf } from './app/region-of.js';
export { Level } from './components/level.js';
export type {
  Analysis,
  AnalysisContext,
  AnalysisReports,
  Findings,
  LabelComponent,
  Mark,
  PageDefinition,
  PageMode,
  Recognised,
  Score,
} from './app/page-definition.js';
export { type Language, type Localised, nameIn } from './language/language.js';
