import { WEB_EXECUTION_PROVIDERS } from '@ocelli/web';
import type { ComponentChildren } from 'preact';
import { PROVIDER_NAMES, providerInUse } from './provider-name.js';
import { delayText, rateText } from './rate-text.js';
import { percent, usePage } from './use-page.js';

const AUTOMATIC = '';

const Fact = ({
  name,
  isStacked = false,
  children,
}: {
  readonly name: string;
  /** The value below its name, where it is long. */
  readonly isStacked?: boolean;
  readonly children: ComponentChildren;
}) => (
  <div class={isStacked ? 'fact stacked' : 'fact'}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const ProviderChoice = () => {
  const { page, state, texts } = usePage();
  const name = providerInUse(state);
  return (
    <select
      aria-label={texts.executionProvider}
      value={state.settings.executionProvider ?? AUTOMATIC}
      onChange={({ currentTarget: { value } }) => {
        page.setExecutionProvider(WEB_EXECUTION_PROVIDERS.find((each) => each === value));
      }}
    >
      <option value={AUTOMATIC}>
        {texts.automatic}
        {name === undefined ? '' : `: ${PROVIDER_NAMES[name]}`}
      </option>
      {WEB_EXECUTION_PROVIDERS.map((each) => (
        <option key={each} value={each}>
          {PROVIDER_NAMES[each]}
        </option>
      ))}
    </select>
  );
};

/** Why it runs where it runs: each attempt with its reason, as the backend states it. */
const Attempts = () => {
  const { state, texts } = usePage();
  if (state.model.kind !== 'ready') return null;
  return (
    <details class="attempts">
      <summary>{texts.whyThis}</summary>
      <ul>
        {state.model.attempts.map(({ executionProvider, outcome, reason }) => (
          <li key={executionProvider} data-outcome={outcome}>
            <strong>{executionProvider}</strong> {texts.attemptOutcomes[outcome]}:{' '}
            <span lang="en">{reason}</span>
          </li>
        ))}
      </ul>
    </details>
  );
};

const AboutModel = () => {
  const { page, state, texts } = usePage();
  const { card } = page.mode();
  const accuracy = card.variants[0]?.accuracy?.[0];
  return (
    <details class="about">
      <summary>{texts.aboutModel}</summary>
      <dl>
        <Fact name={texts.model} isStacked>
          <span lang="en">
            {card.name ?? card.id} {card.version}
          </span>
        </Fact>
        {accuracy && (
          <Fact name={texts.accuracy} isStacked>
            {texts.accuracyOf(percent(accuracy.top1, state.language), accuracy.count)}
          </Fact>
        )}
        <Fact name={texts.notFor} isStacked>
          <ul lang="en">
            {card.notFor?.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </Fact>
        <Fact name={texts.licence} isStacked>
          <span lang="en">
            {card.licence?.id}
            {card.licence?.attribution && `: ${card.licence.attribution}`}
          </span>
        </Fact>
      </dl>
    </details>
  );
};

/** How it is computed, and how fast. */
export const FactsPanel = () => {
  const { state, texts } = usePage();
  const { rate, language, source, model } = state;
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const isLive = source.kind === 'live' && model.kind === 'ready';
  return (
    <section class="panel facts" aria-label={texts.facts}>
      <h2>{texts.facts}</h2>
      <dl>
        <Fact name={texts.executionProvider} isStacked>
          <ProviderChoice />
        </Fact>
        <Fact name={texts.framesPerSecond}>
          <output data-testid="fps">{isLive && rate ? rateText(rate, language) : '–'}</output>
        </Fact>
        <Fact name={texts.latency}>
          <output data-testid="latency" title={texts.latencyNote}>
            {isLive && rate?.latencyMs ? (
              <>
                {delayText(rate, language)}
                <span class="hint"> · {texts.latencyMost(number.format(rate.latencyMs.p95))}</span>
              </>
            ) : (
              '–'
            )}
          </output>
        </Fact>
      </dl>
      <Attempts />
      <AboutModel />
    </section>
  );
};
