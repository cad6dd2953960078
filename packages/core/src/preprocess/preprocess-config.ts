/** Resampling filters, each antialiased (its support grows with the reduction) as Pillow's are. */
export const RESAMPLING_KERNELS = ['nearest', 'box', 'bilinear', 'bicubic', 'lanczos'] as const;
export type ResamplingKernel = (typeof RESAMPLING_KERNELS)[number];

/** Channels that the model takes. `gray` is ITU-R 601-2 luma, one channel. */
export const CHANNEL_ORDERS = ['rgb', 'bgr', 'gray'] as const;
export type ChannelOrder = (typeof CHANNEL_ORDERS)[number];

/** Number of channels of each order. */
export const CHANNEL_COUNTS: { readonly [O in ChannelOrder]: number } = { rgb: 3, bgr: 3, gray: 1 };

export const TENSOR_LAYOUTS = ['nchw', 'nhwc'] as const;
export type TensorLayout = (typeof TENSOR_LAYOUTS)[number];

export const INPUT_DTYPES = ['float32', 'float16', 'uint8'] as const;
export type InputDType = (typeof INPUT_DTYPES)[number];

/**
 * Where a centre crop begins when it cannot lie exactly in the middle. `half-even`: the nearest whole pixel
 * to half of what is cut off, halves to even (torchvision, timm). `floor`: half of it rounded down (Hugging
 * Face transformers). They differ by one pixel where 4n + 3 pixels are cut off.
 */
export const CROP_ROUNDINGS = ['half-even', 'floor'] as const;
export type CropRounding = (typeof CROP_ROUNDINGS)[number];

/** The middle of the resized picture, in pixels; larger than the picture pads with black, the smaller half first. */
export interface CenterCropConfig {
  readonly width: number;
  readonly height: number;
  /** Default `half-even`. */
  readonly rounding?: CropRounding;
}

/** How the picture is brought to size. Sizes in pixels. */
export type ResizeConfig =
  | { readonly mode: 'none' }
  /** The shorter edge becomes `size`, the other `floor(size * long / short)` (torchvision's rule). */
  | { readonly mode: 'shortest-edge'; readonly size: number }
  /** Exactly this size; the aspect ratio may change. */
  | { readonly mode: 'squash'; readonly width: number; readonly height: number }
  /** Fits inside this size, centred; the rest is filled with `padColor` (RGB, 0..255). */
  | {
      readonly mode: 'letterbox';
      readonly width: number;
      readonly height: number;
      readonly padColor: readonly [number, number, number];
    };

/**
 * From a frame to the model's input tensor, as plain data. The order is fixed: orientation, region of
 * interest, resize, centre crop, mirror, then `(pixel * rescaleFactor - mean) / std` per channel.
 */
export interface PreprocessConfig {
  readonly resize: ResizeConfig;
  readonly kernel: ResamplingKernel;
  /** After the resize. */
  readonly centerCrop?: CenterCropConfig;
  /** Mirrors left and right (a selfie camera). Default false. */
  readonly mirror?: boolean;
  /** 1/255 for models trained on 0..1; 1 keeps grey levels. */
  readonly rescaleFactor: number;
  /** In the order of `channelOrder`; one value for `gray`. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly channelOrder: ChannelOrder;
  readonly layout: TensorLayout;
  readonly dtype: InputDType;
}

/** A box in pixels of the upright (oriented) picture; edges may be fractional. */
export interface RegionOfInterest {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
