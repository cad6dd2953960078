import type { KeptValue } from '../store/kept-value.js';
import type { HistoryEntry } from './history-entry.js';

/** The latest events, newest first, kept on the device. */
export interface History {
  entries(): readonly HistoryEntry[];
  add(entry: HistoryEntry): void;
  clear(): void;
}

/** With thumbnails of about 5 kB, well below what browsers keep for a page. */
const LIMIT = 100;

/** Events that find no room push older ones out; where nothing is kept at all, they live as long as the page. */
export const createHistory = (kept: KeptValue<readonly HistoryEntry[]>): History => {
  let entries = kept.read() ?? [];
  return {
    entries: () => entries,
    add: (entry) => {
      entries = [entry, ...entries].slice(0, LIMIT);
      for (let count = entries.length; count > 0; count = Math.floor(count / 2)) {
        if (kept.write(entries.slice(0, count))) return;
      }
    },
    clear: () => {
      entries = [];
      kept.write(entries);
    },
  };
};
