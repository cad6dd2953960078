import type { LabelDetails, LabelGroup } from '@ocelli/core';
import { cropDisease } from '@ocelli/models/crop-disease';
import { type LabelComponent, Level, type Localised, nameIn } from '@ocelli/ui';

const PLANT: Localised = { en: 'Plant', de: 'Pflanze', zh: '作物' };
const DISEASE: Localised = { en: 'Disease', de: 'Krankheit', zh: '病害' };
const SEVERITY: Localised = { en: 'Severity', de: 'Schwere', zh: '严重程度' };
const HEALTHY: Localised = { en: 'healthy', de: 'gesund', zh: '健康' };
const NONE: Localised = { en: 'none', de: 'keine', zh: '无' };

/** From here on much of the crop is at stake. */
const GRAVE = 0.6;

/** Ranks of the card, from its comments: what a disease usually does to a crop that nobody treats. */
const RANKS: readonly { readonly from: number; readonly name: Localised }[] = [
  {
    from: 0.9,
    name: {
      en: 'can take the whole crop',
      de: 'kann die ganze Ernte kosten',
      zh: '可能导致绝收',
    },
  },
  {
    from: GRAVE,
    name: { en: 'costs much of the crop', de: 'kostet viel Ertrag', zh: '严重减产' },
  },
  {
    from: 0.1,
    name: { en: 'weakens the plant', de: 'schwächt die Pflanze', zh: '削弱植株' },
  },
];

const NOTE: Localised = {
  en: 'Severity is that of the disease, not of this leaf. Ask an adviser before you treat.',
  de: 'Die Schwere gilt der Krankheit, nicht diesem Blatt. Fragen Sie vor einer Behandlung die Beratung.',
  zh: '严重程度指该病害本身，而非这片叶子。防治前请咨询专业人员。',
};

const DETAILS: Readonly<Record<string, LabelDetails | undefined>> = cropDisease.labelDetails ?? {};
const PLANTS: Readonly<Record<string, LabelGroup | undefined>> = cropDisease.labelGroups ?? {};

/** Plant, disease and severity of a label. */
export const LeafDetails: LabelComponent = ({ label, language }) => {
  const details = DETAILS[label];
  if (details?.group === undefined) return null;
  const { group, namesInGroup, severity = 0, isHealthy = false } = details;
  const rank = RANKS.find(({ from }) => severity >= from);
  return (
    <>
      <dl class="leaf">
        <div class="fact">
          <dt>{PLANT[language]}</dt>
          <dd>{nameIn(PLANTS[group]?.displayNames, language, group)}</dd>
        </div>
        <div class="fact">
          <dt>{DISEASE[language]}</dt>
          <dd class={isHealthy ? 'healthy' : 'ill'}>
            {isHealthy ? HEALTHY[language] : nameIn(namesInGroup, language, label)}
          </dd>
        </div>
        <div class="fact">
          <dt>{SEVERITY[language]}</dt>
          <dd>
            {rank === undefined ? NONE[language] : rank.name[language]}
            <Level
              name={SEVERITY[language]}
              share={severity}
              tone={severity >= GRAVE ? 'bad' : 'warn'}
            />
          </dd>
        </div>
      </dl>
      {!isHealthy && <p class="hint">{NOTE[language]}</p>}
    </>
  );
};
