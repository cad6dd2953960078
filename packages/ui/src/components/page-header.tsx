import { LANGUAGE_NAMES, LANGUAGE_TAGS, type Language, LANGUAGES } from '../language/language.js';
import { type Theme, THEMES } from '../store/settings.js';
import { Icon, type IconName } from './icon.js';
import { usePage } from './use-page.js';

const ModeTabs = () => {
  const { page, state, texts } = usePage();
  const { modes } = page.definition;
  if (modes.length < 2) return null;
  return (
    <div class="modes" role="group" aria-label={texts.modes}>
      {modes.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === state.modeId}
          onClick={() => {
            page.setMode(id);
          }}
        >
          {name[state.language]}
        </button>
      ))}
    </div>
  );
};

const THEME_ICONS: { readonly [T in Theme]: IconName } = {
  auto: 'auto',
  light: 'sun',
  dark: 'moon',
};

/** Goes from one appearance to the next. */
const ThemeButton = () => {
  const { page, state, texts } = usePage();
  const { theme = 'auto' } = state.settings;
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto';
  const name = `${texts.theme}: ${texts.themes[theme]}`;
  return (
    <button
      type="button"
      class="theme"
      aria-label={name}
      title={name}
      onClick={() => {
        page.setTheme(next);
      }}
    >
      <Icon name={THEME_ICONS[theme]} />
    </button>
  );
};

export const PageHeader = () => {
  const { page, state, texts } = usePage();
  const { language } = state;
  return (
    <header class="header">
      <div class="brand">
        <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
          <circle cx="16" cy="9" r="6.5" />
          <circle cx="8.5" cy="22" r="6.5" />
          <circle cx="23.5" cy="22" r="6.5" />
        </svg>
        <h1>
          <span class="brand-name">Ocelli</span> {page.definition.name[language]}
        </h1>
      </div>
      <ModeTabs />
      <div class="preferences">
        <label class="choice">
          <span class="unseen">{texts.language}</span>
          <select
            value={language}
            onChange={({ currentTarget }) => {
              page.setLanguage(currentTarget.value as Language);
            }}
          >
            {LANGUAGES.map((each) => (
              <option key={each} value={each} lang={LANGUAGE_TAGS[each]}>
                {LANGUAGE_NAMES[each]}
              </option>
            ))}
          </select>
        </label>
        <ThemeButton />
      </div>
    </header>
  );
};
