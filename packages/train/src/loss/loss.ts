import type { GraphBuilder } from '@ocelli/onnx';

/** What a loss is appended to. */
export interface LossContext {
  readonly g: GraphBuilder;
  /** `[N, classes]` */
  readonly logits: string;
  /** `[N, classes]`, as `Batch.targets` describes. */
  readonly targets: string;
  readonly batchSize: number;
  readonly classCount: number;
}

/** A training objective: appends itself and returns the scalar it makes, the mean over the batch. */
export interface Loss {
  readonly kind: 'softmax-cross-entropy' | 'sigmoid-cross-entropy';
  readonly append: (context: LossContext) => string;
}
