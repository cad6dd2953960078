import type { InferOutput } from 'valibot';
import { describe, expectTypeOf, it } from 'vitest';
import type { modelCardSchema } from './model-card-schema.js';
import type { LabelDetails, ModelCard } from './model-card.js';

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

type FromSchema = DeepReadonly<InferOutput<typeof modelCardSchema>>;

/*
 * A schema gives records an index signature with no optional values, the interface has `Partial`; with any
 * text as a key both mean the same. All other fields are compared as they are.
 */
interface WithPlainRecords extends Omit<ModelCard, 'labelDetails' | 'head'> {
  readonly labelDetails?: Readonly<Record<string, LabelDetails>>;
  readonly head: Omit<ModelCard['head'], 'threshold'> & {
    readonly threshold?: number | Readonly<Record<string, number>>;
  };
}

type FromInterface = DeepReadonly<WithPlainRecords>;

describe('modelCardSchema', () => {
  it('should give the type of the interface, and nothing more', () => {
    expectTypeOf<FromSchema>().toEqualTypeOf<FromInterface>();
  });

  it('should give values that are model cards', () => {
    expectTypeOf<FromSchema>().toExtend<ModelCard>();
  });
});
