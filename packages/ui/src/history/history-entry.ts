/** Where the picture of an event came from. */
export type EventSource = 'camera' | 'simulated' | 'picture';

/** Something that was recognised. */
export interface HistoryEntry {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly modeId: string;
  readonly label: string;
  /** 0..1 */
  readonly score: number;
  readonly source: EventSource;
  /** A small JPEG as a data URL. */
  readonly thumbnail: string;
  readonly modelId: string;
  readonly modelVersion: string;
  readonly executionProvider: string;
}

const isEntry = (value: unknown): value is HistoryEntry => {
  if (typeof value !== 'object' || value === null) return false;
  const { id, atMs, modeId, label, score, source, thumbnail } = value as Partial<HistoryEntry>;
  return (
    [id, modeId, label, source, thumbnail].every((field) => typeof field === 'string') &&
    [atMs, score].every((field) => typeof field === 'number')
  );
};

/** Takes over what is still an entry. */
export const parseHistory = (kept: unknown): readonly HistoryEntry[] =>
  Array.isArray(kept) ? kept.filter(isEntry) : [];
