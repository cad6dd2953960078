import { useRef, useState } from 'preact/hooks';
import type { HistoryEntry } from '../history/history-entry.js';
import { historyJson, saveText } from '../history/export-history.js';
import { Icon } from './icon.js';
import { labelName, percent, usePage } from './use-page.js';

const Entry = ({ entry }: { readonly entry: HistoryEntry }) => {
  const props = usePage();
  const { language } = props.state;
  const at = new Date(entry.atMs);
  const isToday = at.toDateString() === new Date().toDateString();
  const when = new Intl.DateTimeFormat(
    language,
    isToday ? { timeStyle: 'medium' } : { dateStyle: 'short', timeStyle: 'short' },
  ).format(at);
  const name = labelName(props, entry.modeId, entry.label);
  return (
    <li class="event" data-label={entry.label}>
      <img src={entry.thumbnail} alt="" width={88} height={66} />
      <div>
        <p class="event-name">{name}</p>
        <p class="hint">
          <time dateTime={at.toISOString()}>{when}</time> · {percent(entry.score, language)}
          {entry.source === 'simulated' && <span class="drawn">{props.texts.simulated}</span>}
        </p>
      </div>
    </li>
  );
};

/** Asks once more on the same button, which keeps the keyboard's focus. */
const ClearButton = ({ onCleared }: { readonly onCleared: () => void }) => {
  const { page, texts } = usePage();
  const [isAsking, setIsAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={button}
        type="button"
        class={isAsking ? 'quiet danger' : 'quiet'}
        onClick={() => {
          setIsAsking(!isAsking);
          if (!isAsking) return;
          page.clearHistory();
          onCleared();
        }}
      >
        <Icon name="bin" /> {isAsking ? texts.reallyClear : texts.clear}
      </button>
      {isAsking && (
        <button
          type="button"
          class="quiet"
          onClick={() => {
            setIsAsking(false);
            button.current?.focus();
          }}
        >
          {texts.cancel}
        </button>
      )}
    </>
  );
};

/** What was recognised, newest first. */
export const HistoryPanel = () => {
  const { page, state, texts } = usePage();
  const { history, language } = state;
  const { definition } = page;
  const [isCleared, setIsCleared] = useState(false);
  const warning = definition.warning?.[language];
  return (
    <section class="panel history" aria-label={texts.history}>
      <div class="panel-head">
        <h2>{texts.history}</h2>
        {history.length > 0 && (
          <div class="buttons">
            <button
              type="button"
              class="quiet"
              onClick={() => {
                saveText(
                  `ocelli-${definition.id}.json`,
                  historyJson(definition, history, language),
                );
              }}
            >
              <Icon name="download" /> {texts.export}
            </button>
            <ClearButton
              onCleared={() => {
                setIsCleared(true);
              }}
            />
          </div>
        )}
      </div>
      {warning !== undefined && <p class="warning small">{warning}</p>}
      <p class="unseen" role="status">
        {isCleared && history.length === 0 ? texts.cleared : ''}
      </p>
      {history.length === 0 ? (
        <p class="hint">
          {texts.historyEmpty} {texts.historyNote}
        </p>
      ) : (
        <>
          {/* A list that scrolls has to be reached by the keyboard. */}
          <ul tabIndex={0} aria-label={texts.history}>
            {history.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ul>
          <p class="hint">{texts.historyNote}</p>
        </>
      )}
    </section>
  );
};
