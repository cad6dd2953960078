import { labelName, percent, usePage } from './use-page.js';

/** The five best labels of the latest pictures. */
export const ScoreList = () => {
  const props = usePage();
  const { state, texts } = props;
  const { scores, language, modeId } = state;
  if (scores.length === 0) return null;
  return (
    <div class="scores">
      <h2>{texts.alternatives}</h2>
      <ol>
        {scores.slice(0, 5).map(({ label, score }) => (
          <li key={label}>
            <span class="score-name">{labelName(props, modeId, label)}</span>
            <span class="score-value">{percent(score, language)}</span>
            <span class="score-bar" style={{ transform: `scaleX(${score.toFixed(2)})` }} />
          </li>
        ))}
      </ol>
    </div>
  );
};
