import { existsSync, readFileSync } from 'node:fs';
import { toBinary } from '@bufbuild/protobuf';
import { createTensor, InvalidArgumentError, OcelliError } from '@ocelli/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGraphBuilder } from '../build/graph-builder.js';
import { MalformedModelError } from '../errors/malformed-model-error.js';
import { createGraphIndex } from '../graph/graph-index.js';
import { inspectModel } from '../inspect/inspect-model.js';
import { GraphProtoSchema, TensorProtoSchema } from '../proto/onnx_pb.generated.js';
import { appendSoftmaxTopK } from '../rewrite/append-softmax-top-k.js';
import { renameValues } from '../rewrite/rename-values.js';
import { upgradeOpset } from '../rewrite/upgrade-opset.js';
import { decodeModel } from './decode-model.js';
import { encodeModel } from './encode-model.js';
import type { ForeignFormat } from './foreign-format.js';
import type { OnnxModel } from './onnx-model.js';
import { readTensor } from './tensor-proto.js';

const assets =
  process.env['OCELLI_ASSETS'] ?? new URL('../../../../../shared', import.meta.url).pathname;
const realModel = `${assets}/models/mobilenetv2-12-qdq.onnx`;

const smallModel = (): Uint8Array => {
  const g = createGraphBuilder({ name: 'small', metadata: { author: 'nobody' } });
  const x = g.input('x', 'float32', ['N', 3, 8, 8]);
  const w = g.initializer('w', createTensor('float32', [4, 3, 3, 3]));
  const y = g.node('Conv', [x, w], {
    kernel_shape: [3, 3],
    pads: [1, 1, 1, 1],
    auto_pad: 'NOTSET',
  });
  g.output(g.node('Softmax', [g.node('Flatten', [y])], { axis: -1 }), 'float32', ['N', 256]);
  return encodeModel(g.build());
};

const failure = (bytes: Uint8Array): MalformedModelError => {
  try {
    decodeModel(bytes);
  } catch (error) {
    if (MalformedModelError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('decodeModel accepted the bytes');
};

const USES: readonly ((model: OnnxModel) => unknown)[] = [
  encodeModel,
  createGraphIndex,
  (model) => renameValues(model, { x: 'pixels' }),
  (model) => appendSoftmaxTopK(model, { topK: 3 }),
  (model) => upgradeOpset(model, 18),
  (model) => model.graph?.initializer.map(readTensor),
];

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

describe('decodeModel', () => {
  it('should give back the bytes of a file that it decoded', () => {
    const bytes = smallModel();
    expect(encodeModel(decodeModel(bytes))).toEqual(bytes);
  });

  it.skipIf(!existsSync(realModel))(
    'should give back the bytes of a published model (skipped without the shared assets)',
    () => {
      const bytes = new Uint8Array(readFileSync(realModel));
      expect(Buffer.compare(encodeModel(decodeModel(bytes)), bytes)).toBe(0);
    },
  );

  it('should read weights as views of the bytes', () => {
    const bytes = smallModel();
    const [tensor] = decodeModel(bytes).graph?.initializer ?? [];
    expect(tensor?.rawData?.buffer).toBe(bytes.buffer);
  });

  it('should take the buffer that a download gives', () => {
    const bytes = smallModel();
    const { buffer } = bytes.slice();
    const model = decodeModel(buffer);
    expect(encodeModel(model)).toEqual(bytes);
    expect(model.graph?.initializer[0]?.rawData?.buffer).toBe(buffer);
    expect(inspectModel(buffer)).toEqual(inspectModel(model));
  });

  it('should refuse a buffer that is no model, or was handed to another thread', () => {
    expect(() => decodeModel(new ArrayBuffer(8))).toThrow(MalformedModelError);
    const moved = new ArrayBuffer(8);
    structuredClone(moved, { transfer: [moved] });
    expect(() => decodeModel(moved)).toThrow(/it is empty/);
  });

  it.each(['model.onnx', undefined, null, 7, new Float32Array(8), Promise.resolve()])(
    'should say what to pass instead of %s',
    (source) => {
      expect(() => decodeModel(source as never)).toThrow(InvalidArgumentError);
      expect(() => decodeModel(source as never)).toThrow(/Uint8Array or ArrayBuffer/);
      expect(() => inspectModel(source as never)).toThrow(InvalidArgumentError);
    },
  );

  it('should keep fields that the standard may add later', () => {
    // Field 900, length-delimited, three bytes: tag (900 << 3) | 2 as a varint.
    const added = [0xa2, 0x38, 0x03, 0x01, 0x02, 0x03];
    const bytes = Uint8Array.from([...smallModel(), ...added]);
    expect(encodeModel(decodeModel(bytes))).toEqual(bytes);
  });

  const foreign: readonly (readonly [ForeignFormat, Uint8Array])[] = [
    ['html', text('\n<!DOCTYPE html><html><body>404</body></html>')],
    [
      'git-lfs-pointer',
      text('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n'),
    ],
    ['pytorch', text('PK\x03\x04 archive/data.pkl')],
    ['pytorch', Uint8Array.of(0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c)],
    ['zip', text('PK\x03\x04 model.onnx')],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0)],
    ['tflite', Uint8Array.of(0x1c, 0, 0, 0, ...text('TFL3'), 0, 0)],
    ['ort', Uint8Array.of(0x28, 0, 0, 0, ...text('ORTM'), 0, 0)],
    ['hdf5', Uint8Array.of(0x89, ...text('HDF\r\n'), 0x1a, 0x0a, 0)],
    ['picture', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0x10)],
    ['picture', Uint8Array.of(0x89, ...text('PNG\r\n'), 0x1a, 0x0a)],
    ['picture', Uint8Array.of(...text('RIFF'), 9, 0, 0, 0, ...text('WEBPVP8 '))],
    ['safetensors', Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, ...text('{}'))],
  ];
  it.each(foreign)('should recognise %s', (format, bytes) => {
    const error = failure(bytes);
    expect(error.foreignFormat).toBe(format);
    expect(error.remedy).not.toBe('');
  });

  it('should name what is missing', () => {
    expect(failure(new Uint8Array()).reason).toBe('it is empty');
    expect(failure(Uint8Array.of(0x08, 0x08)).reason).toBe('it has no graph');
    expect(failure(Uint8Array.of(0x08, 0x08, 0x3a, 0x00)).reason).toContain('operator set');
  });

  it('should refuse the bytes of other messages', () => {
    const model = decodeModel(smallModel());
    const [tensor] = model.graph?.initializer ?? [];
    if (model.graph === undefined || tensor === undefined) throw new Error('no tensor');
    expect(failure(toBinary(TensorProtoSchema, tensor)).name).toBe('MalformedModelError');
    expect(failure(toBinary(GraphProtoSchema, model.graph)).name).toBe('MalformedModelError');
  });

  it('should refuse lengths beyond the end without allocating them', () => {
    const graphOfFourGigabytes = Uint8Array.of(0x08, 0x08, 0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f);
    expect(failure(graphOfFourGigabytes).reason).toContain('ends early');
  });

  it('should refuse a model cut off anywhere', () => {
    const bytes = smallModel();
    for (let length = 1; length < bytes.length; length += 1) {
      let model;
      try {
        model = decodeModel(bytes.subarray(0, length));
      } catch (error) {
        expect(MalformedModelError.isInstance(error)).toBe(true);
        continue;
      }
      // A cut between fields that follow the graph leaves a complete, shorter model.
      expect(model.graph?.output).toHaveLength(1);
    }
  });

  it('should throw nothing but MalformedModelError on random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(failure(bytes).name).toBe('MalformedModelError');
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('should decode, inspect and rewrite, or refuse, every damaged model', () => {
    const bytes = smallModel();
    const damage = fc.array(
      fc.record({ at: fc.nat(bytes.length - 1), value: fc.integer({ min: 0, max: 255 }) }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(damage, (edits) => {
        const damaged = bytes.slice();
        for (const { at, value } of edits) damaged[at] = value;
        let model;
        try {
          inspectModel(damaged);
          model = decodeModel(damaged);
        } catch (error) {
          expect(MalformedModelError.isInstance(error), String(error)).toBe(true);
          return;
        }
        for (const use of USES) {
          try {
            use(model);
          } catch (error) {
            expect(OcelliError.isInstance(error), String(error)).toBe(true);
          }
        }
      }),
      { seed: 2, numRuns: 3000 },
    );
  });
});
