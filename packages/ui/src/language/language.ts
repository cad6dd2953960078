import { CARD_LANGUAGES, type CardLanguage, type DisplayNames } from '@ocelli/core';

/** Languages of the pages: those that model cards have names in. */
export type Language = CardLanguage;
export const LANGUAGES: readonly Language[] = CARD_LANGUAGES;

/** How each language calls itself, for the switch. */
export const LANGUAGE_NAMES: { readonly [L in Language]: string } = {
  en: 'English',
  de: 'Deutsch',
  zh: '中文',
};

/** What `<html lang>` says. */
export const LANGUAGE_TAGS: { readonly [L in Language]: string } = {
  en: 'en',
  de: 'de',
  zh: 'zh-Hans',
};

/** A text in every language of the pages. */
export type Localised = Readonly<Record<Language, string>>;

/** The first of the browser's languages that the pages have; English where they have none. */
export const preferredLanguage = (preferred: readonly string[]): Language =>
  preferred
    .map((tag) => tag.toLowerCase().split('-')[0])
    .flatMap((primary) => LANGUAGES.filter((language) => language === primary))[0] ?? 'en';

/** The name in this language, else the English one, else `id`. */
export const nameIn = (names: DisplayNames | undefined, language: Language, id: string): string =>
  names?.[language] ?? names?.en ?? id;
