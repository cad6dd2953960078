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

const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)}%`;

const MarkBox = ({ mark, props }: { readonly mark: Mark; readonly props: PageProps }) => {
  const { modeId, language, width, height } = props.state;
  const { box, label, score } = mark;
  const style = {
    left: share(box.x, width),
    top: share(box.y, height),
    width: share(box.width, width),
    height: share(box.height, height),
  };
  if (label === undefined) return <div class="mark" style={style} />;
  // A name has to stay within the picture.
  const isRight = box.x + box.width / 2 > width / 2;
  const isTop = box.y < height / 10;
  return (
    <div class="mark named" style={style} data-side={isRight ? 'right' : 'left'} data-top={isTop}>
      <span>
        {labelName(props, modeId, label)} · {percent(score, language)}
      </span>
    </div>
  );
};

/** What is drawn over the picture; the answer says the same in words. */
export const StageOverlay = () => {
  const props = usePage();
  const { page, state } = props;
  const { width, height, marks } = state;
  return (
    <div class="overlay" style={{ '--width': width, '--height': height }} aria-hidden="true">
      {page.mode().region === 'centre-square' && width !== height && (
        <svg viewBox={`0 0 ${width} ${height}`}>
          <RegionGuide {...props} />
        </svg>
      )}
      {marks.map((mark) => (
        <MarkBox key={mark.id} mark={mark} props={props} />
      ))}
    </div>
  );
};
