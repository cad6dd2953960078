import {
  type Classifier,
  createClassifier,
  createRegistry,
  defineModel,
  type ExecutionProviderConfig,
  type InferenceBackend,
  type InferLabel,
  type ModelCard,
  parseModelCard,
} from '@ocelli/core';
import { catalogueCard } from '@ocelli/models';
import { createNodeBackend, type NodeExecutionProvider } from '@ocelli/node';
import { describe, expectTypeOf, it } from 'vitest';

/** The fields of a card that play no part in its type. */
declare const rest: Pick<
  ModelCard,
  'schemaVersion' | 'id' | 'version' | 'input' | 'preprocess' | 'variants'
>;

interface Providers {
  cpu: { threads?: number };
  cuda: { deviceId?: number };
}

declare const backend: InferenceBackend<ExecutionProviderConfig<Providers>>;

const trafficLight = defineModel({
  ...rest,
  labels: ['red', 'amber', 'green'],
  labelDetails: { red: { severity: 1 } },
  head: { kind: 'softmax', output: 'logits', threshold: { red: 0.9 }, allow: ['red'], deny: [] },
});

const cells = defineModel({
  ...rest,
  labels: ['basophil', 'platelet'],
  head: { kind: 'sigmoid', output: 'logits' },
});

const registry = createRegistry({ trafficLight, cells });

describe('defineModel', () => {
  it('should infer the labels as a union of literals', () => {
    expectTypeOf<InferLabel<typeof trafficLight>>().toEqualTypeOf<'red' | 'amber' | 'green'>();
  });

  it('should not compile with a label that is misspelt', () => {
    const labels = ['red', 'green'] as const;
    const head = { kind: 'softmax', output: 'logits' } as const;
    defineModel({
      ...rest,
      labels,
      // @ts-expect-error 'geen' is not a label that can be allowed
      head: { ...head, allow: ['geen'] },
    });
    defineModel({
      ...rest,
      labels,
      // @ts-expect-error 'geen' is not a label that can be denied
      head: { ...head, deny: ['red', 'geen'] },
    });
    defineModel({
      ...rest,
      labels,
      // @ts-expect-error 'geen' is not a label that can have a threshold
      head: { ...head, threshold: { geen: 0.5 } },
    });
    defineModel({
      ...rest,
      labels,
      head,
      // @ts-expect-error 'geen' is not a label that can have details
      labelDetails: { geen: { severity: 0 } },
    });
  });

  it('should not compile with a field that is misspelt', () => {
    defineModel({
      ...rest,
      labels: ['red'],
      // @ts-expect-error the head is 'softmax' or 'sigmoid'
      head: { kind: 'softmx', output: 'logits' },
    });
    defineModel({
      ...rest,
      labels: ['red'],
      head: { kind: 'softmax', output: 'logits' },
      // @ts-expect-error the field is called calibration
      calibraton: { temperature: 1 },
    });
  });

  it('should give a card that any function over cards takes', () => {
    expectTypeOf(trafficLight).toExtend<ModelCard>();
  });
});

describe('createRegistry', () => {
  it('should know its ids', () => {
    expectTypeOf(registry.modelIds).toEqualTypeOf<readonly ('trafficLight' | 'cells')[]>();
    expectTypeOf(registry.card('cells')).toEqualTypeOf(cells);
    // @ts-expect-error 'cell' is not an id
    registry.card('cell');
  });

  it('should load classifiers with the labels of their card', async () => {
    const classifier = await registry.load('trafficLight', { backend });
    expectTypeOf(classifier).toEqualTypeOf<Classifier<'red' | 'amber' | 'green'>>();
    expectTypeOf(await registry.load('cells', { backend })).toEqualTypeOf<
      Classifier<'basophil' | 'platelet'>
    >();
    // @ts-expect-error 'traficLight' is not an id
    await registry.load('traficLight', { backend });
  });

  it('should take the execution providers of the backend and their own options', async () => {
    await registry.load('cells', {
      backend,
      executionProviders: [{ name: 'cuda', deviceId: 1 }, 'cpu'],
    });
    // @ts-expect-error 'cdua' is not an execution provider of the backend
    await registry.load('cells', { backend, executionProviders: ['cdua'] });
    await registry.load('cells', {
      backend,
      // @ts-expect-error deviceId is an option of cuda, not of cpu
      executionProviders: [{ name: 'cpu', deviceId: 1 }],
    });
    expectTypeOf<ExecutionProviderConfig<Providers>>().toEqualTypeOf<
      | 'cpu'
      | 'cuda'
      | ({ readonly name: 'cpu' } & Providers['cpu'])
      | ({ readonly name: 'cuda' } & Providers['cuda'])
    >();
  });
});

describe('Classifier', () => {
  it('should name nothing but labels in its results', async () => {
    const classifier = await registry.load('trafficLight', { backend });
    const result = await classifier.classify(null as never);
    expectTypeOf(result.top.label).toEqualTypeOf<'red' | 'amber' | 'green'>();
    // @ts-expect-error no result can be 'geen'
    expectTypeOf(result.top.label === 'geen').toEqualTypeOf<boolean>();
  });

  it('should take nothing but labels in its options', async () => {
    const classifier = await createClassifier({ card: trafficLight, backend });
    await classifier.classify(null as never, { allow: ['red'], threshold: { green: 0.5 } });
    // @ts-expect-error 'geen' is not a label
    await classifier.classify(null as never, { deny: ['geen'] });
    // @ts-expect-error 'geen' is not a label
    await classifier.classify(null as never, { threshold: { geen: 0.5 } });
  });

  it('should have labels of any text when the card was read at run time', async () => {
    const card = parseModelCard({});
    expectTypeOf(await createClassifier({ card, backend })).toEqualTypeOf<Classifier>();
    expectTypeOf(
      await createRegistry({ card }).load('card', { backend }),
    ).toEqualTypeOf<Classifier>();
  });
});

describe('InferenceBackend', () => {
  it('should take any backend where none in particular is asked for', () => {
    const node = createNodeBackend();
    expectTypeOf(node).toExtend<InferenceBackend>();
    const nameOf = (backend: InferenceBackend) => backend.name;
    nameOf(node);
  });

  it('should know the providers of onnxruntime-node and the options of each', () => {
    const node = createNodeBackend();
    expectTypeOf(node.executionProviders).toEqualTypeOf<readonly NodeExecutionProvider[]>();
    expectTypeOf<NodeExecutionProvider>().toEqualTypeOf<
      'tensorrt' | 'cuda' | 'dml' | 'coreml' | 'webgpu' | 'cpu'
    >();
    const registry = createRegistry({ trafficLight });
    void registry.load('trafficLight', {
      backend: node,
      executionProviders: [{ name: 'cuda', deviceId: 1 }, 'cpu'],
    });
    // @ts-expect-error there is no provider "cdua"
    void registry.load('trafficLight', { backend: node, executionProviders: ['cdua'] });
    void registry.load('trafficLight', {
      backend: node,
      // @ts-expect-error cuda has no option "devId"
      executionProviders: [{ name: 'cuda', devId: 1 }],
    });
  });
});

describe('catalogueCard', () => {
  it('should know its ids and the labels of ImageNet', () => {
    type Label = InferLabel<ReturnType<typeof catalogueCard>>;
    void catalogueCard('squeezenet1-1');
    expectTypeOf<'great-white-shark'>().toExtend<Label>();
    // @ts-expect-error the catalogue has no "squeezenet"
    void catalogueCard('squeezenet');
    // @ts-expect-error there is no such class
    const label: Label = 'grate-white-shark';
    void label;
  });
});
