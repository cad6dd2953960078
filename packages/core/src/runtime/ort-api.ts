/*
 * What a graph runtime needs of the interface that onnxruntime-node and onnxruntime-web share. Written
 * down here so that core depends on neither; the caller passes the module in.
 */

/** Where the values of a tensor lie. */
export type OrtLocation = 'none' | 'cpu' | 'cpu-pinned' | 'texture' | 'gpu-buffer' | 'ml-tensor';

export interface OrtTensor {
  readonly type: string;
  readonly dims: readonly number[];
  /** Only where `location` is `cpu`. */
  readonly data: unknown;
  readonly location: OrtLocation;
  getData(): Promise<unknown>;
  dispose(): void;
}

export interface OrtValueMetadata {
  readonly name: string;
  readonly isTensor: boolean;
  readonly type?: string;
  readonly shape?: readonly (number | string)[];
}

export interface OrtSession {
  readonly inputMetadata: readonly OrtValueMetadata[];
  readonly outputMetadata: readonly OrtValueMetadata[];
  run(
    feeds: Readonly<Record<string, OrtTensor>>,
    fetches: Readonly<Record<string, OrtTensor | null>>,
  ): Promise<Readonly<Record<string, OrtTensor>>>;
  release(): Promise<void>;
}

/** The part of onnxruntime-common that graphs are run with. */
export interface OrtApi {
  readonly Tensor: new (type: string, data: unknown, dims: readonly number[]) => OrtTensor;
  readonly InferenceSession: {
    create(model: Uint8Array, options: Readonly<Record<string, unknown>>): Promise<OrtSession>;
  };
}
