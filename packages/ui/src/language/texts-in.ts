import type { Language } from './language.js';
import type { Texts } from './texts.js';
import { TEXTS_DE } from './texts-de.js';
import { TEXTS_EN } from './texts-en.js';
import { TEXTS_ZH } from './texts-zh.js';

const TEXTS: { readonly [L in Language]: Texts } = { en: TEXTS_EN, de: TEXTS_DE, zh: TEXTS_ZH };

/** The texts that the pages share, in a language. */
export const textsIn = (language: Language): Texts => TEXTS[language];
