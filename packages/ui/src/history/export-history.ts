import type { PageDefinition } from '../app/page-definition.js';
import type { Language } from '../language/language.js';
import type { HistoryEntry } from './history-entry.js';

/** The events as JSON, with what everybody has to know who reads them. */
export const historyJson = (
  { id, warning, modes }: Pick<PageDefinition, 'id' | 'warning' | 'modes'>,
  entries: readonly HistoryEntry[],
  language: Language,
): string =>
  JSON.stringify(
    {
      page: id,
      ...(warning && { warning: warning[language] }),
      notFor: Object.fromEntries(modes.map(({ card }) => [card.id, card.notFor ?? []])),
      events: entries.map((entry) => ({
        at: new Date(entry.atMs).toISOString(),
        mode: entry.modeId,
        label: entry.label,
        score: entry.score,
        source: entry.source,
        model: `${entry.modelId} ${entry.modelVersion}`,
        executionProvider: entry.executionProvider,
        thumbnail: entry.thumbnail,
      })),
    },
    undefined,
    2,
  );

/** Lets the browser save a text as a file. */
export const saveText = (name: string, text: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download reads the URL after this task.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
};
