import type { ParameterRole } from './layers.js';

/** How the numbers of a parameter are drawn; fans are those of He et al. 2015, arXiv:1502.01852. */
export type Distribution =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'normal'; readonly deviation: number }
  /** Normal with deviation `sqrt(gain / fan)`. */
  | { readonly kind: 'fan-normal'; readonly gain: number; readonly fan: 'in' | 'out' }
  /** Uniform in ±`sqrt(gain / fanIn)`. */
  | { readonly kind: 'fan-uniform'; readonly gain: number };

const ZERO = { kind: 'constant', value: 0 } as const;
const HE_FAN_OUT = { kind: 'fan-normal', gain: 2, fan: 'out' } as const;
const NORMAL_001 = { kind: 'normal', deviation: 0.01 } as const;
const NORMAL_01 = { kind: 'normal', deviation: 0.1 } as const;
/** `kaiming_uniform(a = sqrt 5)` and its bias: both are `±1 / sqrt(fanIn)`. */
const PYTORCH = { kind: 'fan-uniform', gain: 1 } as const;

interface Initialization {
  readonly convolution: Distribution;
  readonly linear: Distribution;
  readonly bias: Distribution;
  /** Single parameters that differ, by name. */
  readonly exceptions?: Readonly<Record<string, Distribution>>;
}

/**
 * How torchvision starts its networks. Truncation of its normal distributions is left out: at ±2, which
 * is 20 deviations and more, it never happens.
 */
const INITIALIZATIONS = {
  pytorch: { convolution: PYTORCH, linear: PYTORCH, bias: PYTORCH },
  resnet: { convolution: HE_FAN_OUT, linear: PYTORCH, bias: PYTORCH },
  vgg: { convolution: HE_FAN_OUT, linear: NORMAL_001, bias: ZERO },
  densenet: {
    convolution: { kind: 'fan-normal', gain: 2, fan: 'in' },
    linear: PYTORCH,
    bias: ZERO,
  },
  googlenet: { convolution: NORMAL_001, linear: NORMAL_001, bias: PYTORCH },
  'inception-v3': { convolution: NORMAL_01, linear: NORMAL_01, bias: PYTORCH },
  'mobilenet-v2': { convolution: HE_FAN_OUT, linear: NORMAL_001, bias: ZERO },
  squeezenet: {
    convolution: { kind: 'fan-uniform', gain: 6 },
    linear: PYTORCH,
    bias: ZERO,
    exceptions: { 'classifier.1.weight': NORMAL_001 },
  },
} as const satisfies Readonly<Record<string, Initialization>>;

/** Name of a way to draw the first numbers of all parameters. */
export type InitializationScheme = keyof typeof INITIALIZATIONS;

/** The schemes, for validation and messages. */
export const INITIALIZATION_SCHEMES = Object.keys(
  INITIALIZATIONS,
) as readonly InitializationScheme[];

/** What a normalisation starts from, the same in every scheme. */
const NORMALIZATION = {
  'norm-scale': { kind: 'constant', value: 1 },
  'norm-shift': ZERO,
  'running-mean': ZERO,
  'running-variance': { kind: 'constant', value: 1 },
} as const;

/** Where a scheme draws one parameter from; a weight of four dims is a convolution's. */
export const initialDistribution = (
  scheme: InitializationScheme,
  name: string,
  dims: readonly number[],
  role: ParameterRole,
): Distribution => {
  if (role !== 'weight' && role !== 'bias') return NORMALIZATION[role];
  const { exceptions, convolution, linear, bias }: Initialization = INITIALIZATIONS[scheme];
  const byRole = role === 'bias' ? bias : dims.length === 4 ? convolution : linear;
  return exceptions?.[name] ?? byRole;
};
