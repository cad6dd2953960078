import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Page } from '../app/create-page.js';
import type { PageState } from '../app/page-state.js';
import { nameIn } from '../language/language.js';
import type { Texts } from '../language/texts.js';
import { textsIn } from '../language/texts-in.js';

export const PageContext = createContext<Page | undefined>(undefined);

/** What every component of a page is drawn from. */
export interface PageProps {
  readonly page: Page;
  readonly state: PageState;
  readonly texts: Texts;
}

/** The page around a component; the component is drawn anew with every change. */
export const usePage = (): PageProps => {
  const page = useContext(PageContext);
  if (page === undefined) throw new Error('There is no PageContext around this component.');
  const [state, setState] = useState(page.store.get());
  useEffect(
    () =>
      page.store.watch(() => {
        setState(page.store.get());
      }),
    [page],
  );
  return { page, state, texts: textsIn(state.language) };
};

/** The display name of a label of a mode. */
export const labelName = (
  { page, state: { language } }: PageProps,
  modeId: string,
  label: string,
): string => {
  const { definition } = page;
  const card = definition.modes.find(({ id }) => id === modeId)?.card;
  return (
    definition.nameOf?.(label, language) ??
    nameIn(card?.labelDetails?.[label]?.displayNames, language, label)
  );
};

/** A score as users read it. */
export const percent = (score: number, language: string): string =>
  new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(
    // A model is never certain.
    Math.min(score, 0.994),
  );
