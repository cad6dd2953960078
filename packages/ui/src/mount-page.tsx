import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { createPage, type Page } from './app/create-page.js';
import type { PageDefinition } from './app/page-definition.js';
import { AnswerPanel } from './components/answer-panel.js';
import { Controls } from './components/controls.js';
import { FactsPanel } from './components/facts-panel.js';
import { HistoryPanel } from './components/history-panel.js';
import { Icon } from './components/icon.js';
import { PageHeader } from './components/page-header.js';
import { Stage } from './components/stage.js';
import { PageContext, usePage } from './components/use-page.js';
import { LANGUAGE_TAGS } from './language/language.js';

/** Tells the document about language and appearance. */
const useDocument = (): void => {
  const { page, state } = usePage();
  const { language, settings } = state;
  useEffect(() => {
    document.documentElement.lang = LANGUAGE_TAGS[language];
    document.title = `Ocelli ${page.definition.name[language]}`;
  }, [page, language]);
  useEffect(() => {
    document.documentElement.dataset['theme'] = settings.theme ?? 'auto';
  }, [settings.theme]);
};

const PageView = () => {
  const { page, state, texts } = usePage();
  useDocument();
  const warning = page.definition.warning?.[state.language];
  return (
    <>
      <a class="skip" href="#answer">
        {texts.skipToAnswer}
      </a>
      <PageHeader />
      {warning !== undefined && (
        <aside class="banner">
          <Icon name="warning" /> {warning}
        </aside>
      )}
      <main>
        <div class="picture-column">
          <Stage />
          <Controls />
          {state.isWithoutCamera && state.source.kind === 'live' && state.source.isSimulated && (
            <p class="hint no-camera">{texts.noCameraFound}</p>
          )}
        </div>
        <div class="side-column">
          <AnswerPanel />
          <HistoryPanel />
          <FactsPanel />
        </div>
      </main>
      <footer>
        <Icon name="shield" /> {texts.onDevice}
      </footer>
    </>
  );
};

/** Draws a page into an element and starts it. */
export const mountPage = (definition: PageDefinition, root: HTMLElement): Page => {
  const page = createPage(definition);
  render(
    <PageContext.Provider value={page}>
      <PageView />
    </PageContext.Provider>,
    root,
  );
  void page.start();
  return page;
};
