import { regionIn } from '../app/region-of.js';
import type { Mark } from '../app/page-definition.js';
import { labelName, type PageProps, percent, usePage } from './use-page.js';

/** Corners of the part that is looked at. */
const RegionGuide = ({ page, state: { width, height } }: PageProps) => {
  const { x, y, width: side } = regionIn(page.mode(), { width, height });
  const [left, right, top, bottom] = [x + 3, x + side - 3, y + 3, y + side - 3];
  const arm = side / 10;
  const corners = [
    `M${left} ${top + arm}V${top}H${left + arm}`,
    `M${right - arm} ${top}H${right}V${top + arm}`,
    `M${right} ${bottom - arm}V${bottom}H${right - arm}`,
    `M${left + arm} ${bottom}H${left}V${bottom - arm}`,
  ];
  return <path class="guide" d={corners.join('')} />;
};

const MarkBox = ({ mark, props }: { readonly mark: Mark; readonly props: PageProps }) => {
  const { state } = props;
  const { x, y, width, height } = mark.box;
  const isNamed = mark.label !== undefined;
  const text = isNamed
    ? `${labelName(props, state.modeId, mark.label)} · ${percent(mark.score, state.language)}`
    : '';
  // As large on the screen for any size of picture.
  const size = Math.max(state.width, state.height) / 44;
  const isHigh = y > 1.7 * size;
  const left = Math.min(x, state.width - 0.56 * size * text.length);
  return (
    <g class={isNamed ? 'mark named' : 'mark'}>
      <rect x={x} y={y} width={width} height={height} rx={size / 4} />
      {isNamed && (
        <text
          x={Math.max(2, left)}
          y={isHigh ? y - 0.5 * size : y + height + 1.2 * size}
          font-size={size}
        >
          {text}
        </text>
      )}
    </g>
  );
};

/** What is drawn over the picture; the answer says the same in words. */
export const StageOverlay = () => {
  const props = usePage();
  const { page, state } = props;
  const { width, height, marks } = state;
  return (
    <svg
      class="overlay"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMidYMid meet"
      aria-hidden="true"
    >
      {page.mode().region === 'centre-square' && width !== height && <RegionGuide {...props} />}
      {marks.map((mark) => (
        <MarkBox key={mark.id} mark={mark} props={props} />
      ))}
    </svg>
  );
};
