import type { DownloadProgress } from '@ocelli/core';
import { FailurePanel } from './failure-panel.js';
import { Icon } from './icon.js';
import { Level } from './level.js';
import { ScoreList } from './score-list.js';
import { labelName, percent, usePage } from './use-page.js';

const MEGABYTE = 1e6;

const ModelProgress = ({ progress }: { readonly progress: DownloadProgress | undefined }) => {
  const { state, texts } = usePage();
  const format = new Intl.NumberFormat(state.language, {
    style: 'unit',
    unit: 'megabyte',
    maximumFractionDigits: 1,
  });
  const { receivedBytes = 0, totalBytes } = progress ?? {};
  const isFetched = totalBytes !== undefined && receivedBytes >= totalBytes;
  return (
    <div class="progress" role="status">
      <p>{isFetched ? texts.preparingModel : texts.loadingModel}</p>
      <progress
        {...(totalBytes !== undefined && !isFetched && { max: totalBytes, value: receivedBytes })}
      />
      {totalBytes !== undefined && !isFetched && (
        <p class="hint">
          {texts.loadedOf(
            format.format(receivedBytes / MEGABYTE),
            format.format(totalBytes / MEGABYTE),
          )}
        </p>
      )}
    </div>
  );
};

/** The one clear answer. */
const Answer = () => {
  const props = usePage();
  const { page, state, texts } = props;
  const { answer, picture, source, language, modeId } = state;
  const { LabelMark, LabelDetails } = page.definition;
  const mode = page.mode();
  if (answer === undefined) {
    const isWaiting = picture?.kind === 'waiting' || source.kind === 'live';
    const hasLooked = picture?.kind === 'done' || state.scores.length > 0;
    return (
      <div class="answer none">
        <p class="answer-name">
          {hasLooked ? mode.nothing[language] : isWaiting ? texts.looking : texts.noPicture}
        </p>
        <p class="hint">{mode.prompt[language]}</p>
      </div>
    );
  }
  const name = labelName(props, modeId, answer.label);
  return (
    <div class="answer" data-label={answer.label}>
      <div class="answer-head">
        {LabelMark && <LabelMark label={answer.label} language={language} />}
        <div>
          <p class="answer-name">{name}</p>
          <p class="answer-score">
            {texts.confidence} <strong>{percent(answer.score, language)}</strong>
          </p>
        </div>
      </div>
      <Level name={texts.confidence} share={answer.score} />
      {LabelDetails && <LabelDetails label={answer.label} language={language} />}
    </div>
  );
};

/** Says a new answer to those who do not see it: once, not with every change of its score. */
const Announcement = () => {
  const props = usePage();
  const { answer, modeId } = props.state;
  return (
    <p class="unseen" aria-live="polite" data-testid="announcement">
      {answer === undefined ? '' : labelName(props, modeId, answer.label)}
    </p>
  );
};

export const AnswerPanel = () => {
  const { page, state, texts } = usePage();
  const { model } = state;
  return (
    <section class="panel answer-panel" id="answer" tabIndex={-1}>
      <Announcement />
      {model.kind === 'failed' && (
        <FailurePanel failure={model.failure}>
          <button type="button" class="primary" onClick={page.loadModel}>
            <Icon name="retry" /> {texts.tryAgain}
          </button>
        </FailurePanel>
      )}
      {model.kind === 'loading' && <ModelProgress progress={model.progress} />}
      {model.kind === 'ready' && <Answer />}
      {model.kind === 'ready' && <ScoreList />}
    </section>
  );
};
