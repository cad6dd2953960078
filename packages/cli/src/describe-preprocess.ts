import type { PreprocessConfig, ResizeConfig } from '@ocelli/core';

const size = ({ width, height }: { width: number; height: number }): string =>
  `${String(width)}x${String(height)}`;

const describeResize = (resize: ResizeConfig): string => {
  switch (resize.mode) {
    case 'none':
      return 'no resize';
    case 'shortest-edge':
      return `shortest edge to ${String(resize.size)}`;
    case 'squash':
      return `squash to ${size(resize)}`;
    case 'letterbox':
      return `letterbox to ${size(resize)} on rgb(${resize.padColor.join(', ')})`;
  }
};

/** `1/255` for 0.00392…, which models use most; any other factor in digits. */
const describeFactor = (factor: number): string => {
  const divisor = Math.round((1 / factor) * 1e6) / 1e6;
  return factor < 1 && 1 / divisor === factor ? `1/${String(divisor)}` : String(factor);
};

/** How a picture gets its size, in one line. */
export const describeGeometry = ({ resize, kernel, centerCrop }: PreprocessConfig): string =>
  [
    resize.mode === 'none' ? describeResize(resize) : `${describeResize(resize)} (${kernel})`,
    ...(centerCrop === undefined ? [] : [`centre crop ${size(centerCrop)}`]),
  ].join(', ');

/** The whole preprocessing in one line, in the order in which it happens. */
export const describePreprocess = (config: PreprocessConfig): string => {
  const { mirror, rescaleFactor, mean, std } = config;
  const steps = [
    describeGeometry(config),
    ...(mirror === true ? ['mirror'] : []),
    `times ${describeFactor(rescaleFactor)}`,
    `mean [${mean.join(', ')}]`,
    `std [${std.join(', ')}]`,
    `${config.channelOrder} ${config.layout} ${config.dtype}`,
  ];
  return steps.join(', ');
};
