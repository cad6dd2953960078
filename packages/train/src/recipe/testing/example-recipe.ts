/** A recipe with most fields, as JSON. */
export const EXAMPLE_RECIPE = {
  schemaVersion: 1,
  seed: 7,
  data: {
    training: {
      kind: 'csv',
      path: 'train.csv',
      columns: {
        path: 'path',
        label: 'class_id',
        group: 'track',
        region: ['roi_x1', 'roi_y1', 'roi_x2', 'roi_y2'],
      },
    },
    validation: { kind: 'split', fraction: 0.1 },
    labels: 'labels.json',
    balance: 0.5,
  },
  model: { kind: 'architecture', id: 'edge-net', inputSize: 48 },
  augmentation: { rotate: 10, blur: { probability: 0.3, sigma: [0.2, 1.2] } },
  training: {
    epochs: 20,
    batchSize: 64,
    loss: { kind: 'softmax-cross-entropy', labelSmoothing: 0.1 },
    optimizer: { kind: 'sgd', momentum: 0.9, nesterov: true, weightDecay: 5e-4 },
    schedule: { kind: 'cosine', learningRate: 0.1, warmUpEpochs: 1 },
    averageDecay: 0.999,
    earlyStop: { patience: 5 },
  },
  card: {
    id: 'traffic-sign',
    version: '1.0.0',
    dataset: 'GTSRB',
    licence: { id: 'MIT' },
    notFor: ['Driving a vehicle.'],
  },
} as const;
