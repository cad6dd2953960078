import { WEB_EXECUTION_PROVIDERS, type WebExecutionProvider } from '@ocelli/web';
import { type Language, LANGUAGES } from '../language/language.js';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** What the user chose; a choice that was not made is absent. */
export interface Settings {
  readonly language?: Language;
  readonly theme?: Theme;
  /** Undefined for the best one there is. */
  readonly executionProvider?: WebExecutionProvider | undefined;
  readonly deviceId?: string;
  readonly modeId?: string;
}

const oneOf = <T extends string>(values: readonly T[], value: unknown): T | undefined =>
  values.find((each) => each === value);

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Takes over what is still a setting. */
export const parseSettings = (kept: unknown): Settings => {
  if (typeof kept !== 'object' || kept === null) return {};
  const fields = kept as Readonly<Record<keyof Settings, unknown>>;
  const language = oneOf(LANGUAGES, fields.language);
  const theme = oneOf(THEMES, fields.theme);
  const executionProvider = oneOf(WEB_EXECUTION_PROVIDERS, fields.executionProvider);
  const deviceId = text(fields.deviceId);
  const modeId = text(fields.modeId);
  return {
    ...(language && { language }),
    ...(theme && { theme }),
    ...(executionProvider && { executionProvider }),
    ...(deviceId !== undefined && { deviceId }),
    ...(modeId !== undefined && { modeId }),
  };
};
