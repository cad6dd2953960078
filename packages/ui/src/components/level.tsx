/** A bar that is filled as far as a share of one. */
export const Level = ({
  name,
  share,
  tone = 'plain',
}: {
  readonly name: string;
  readonly share: number;
  readonly tone?: 'plain' | 'warn' | 'bad';
}) => (
  <div
    class="level"
    role="meter"
    aria-label={name}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={Math.round(100 * share)}
    data-tone={tone}
  >
    <i style={{ transform: `scaleX(${share.toFixed(3)})` }} />
  </div>
);
