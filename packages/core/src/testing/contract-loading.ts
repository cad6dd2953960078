import type { InferenceBackend, SessionOptions } from '../backend/inference-backend.js';
import { OcelliError } from '../errors/ocelli-error.js';
import {
  ModelLoadError,
  NoAvailableExecutionProviderError,
  SignatureMismatchError,
} from '../errors/session-errors.js';
import type { PreprocessConfig } from '../preprocess/preprocess-config.js';
import { createTensor } from '../tensor/tensor.js';
import type { ContractContext } from './contract-context.js';

/** The same preprocessing, one pixel wider. */
const widened = ({ resize, centerCrop, ...rest }: PreprocessConfig): PreprocessConfig => {
  if (centerCrop !== undefined) {
    return { ...rest, resize, centerCrop: { ...centerCrop, width: centerCrop.width + 1 } };
  }
  const width = 'width' in resize ? resize.width + 1 : 1;
  return { ...rest, resize: { mode: 'squash', width, height: 1 } };
};

const defineModelErrors = (context: ContractContext): void => {
  const { runner, model, withSession, rejection, expectError, feeds } = context;
  const load = (backend: InferenceBackend, bytes: Uint8Array) =>
    backend.createSession({ kind: 'bytes', bytes });

  const malformed = {
    'no bytes': new Uint8Array(),
    'random bytes': Uint8Array.from({ length: 4096 }, (_, i) => (i * 2654435761) >>> 24),
    'half a model': model.bytes.slice(0, model.bytes.length >> 1),
  };
  for (const [what, bytes] of Object.entries(malformed)) {
    runner.it(`should reject ${what} with ModelLoadError and load the next model`, async () => {
      const backend = await context.createBackend();
      expectError(await rejection(load(backend, bytes)), ModelLoadError);
      await using session = await load(backend, model.bytes.slice());
      await session.run(feeds);
    });
  }

  const { pipeline } = model;
  const mismatches = {
    'an input that the model lacks': { ...pipeline, input: 'no such input' },
    'an output that the model lacks': { ...pipeline, outputs: ['no such output'] },
    'pictures of another size': { ...pipeline, preprocess: widened(pipeline.preprocess) },
  };
  for (const [what, mismatch] of Object.entries(mismatches)) {
    runner.it(`should reject a pipeline with ${what} with SignatureMismatchError`, async () => {
      const loading = withSession(() => Promise.resolve(), { pipeline: mismatch });
      expectError(await rejection(loading), SignatureMismatchError);
    });
  }
};

const defineProviders = (context: ContractContext): void => {
  const { runner, model, withSession, rejection, expectError, executionProvider } = context;
  const { expect, it } = runner;
  const { golden } = model;

  it('should report its execution provider as the one selected attempt', () =>
    withSession(async (session) => {
      expect(session.executionProvider).toBe(executionProvider);
      expect(session.attempts.map((each) => [each.executionProvider, each.outcome])).toEqual([
        [executionProvider, 'selected'],
      ]);
      await Promise.resolve();
    }));

  it('should accept a provider that reproduces the golden outputs', () =>
    withSession(
      (session) => {
        expect(session.attempts.at(-1)?.outcome).toBe('selected');
        return Promise.resolve();
      },
      { goldenCheck: golden },
    ));

  it('should refuse a provider that is off on the golden inputs, and say so', async () => {
    const outputs = Object.fromEntries(
      Object.entries(golden.outputs).map(([name, { dims, data }]) => [
        name,
        createTensor(
          'float32',
          dims,
          Float32Array.from(Array.from(data, Number), (value) => value + 1),
        ),
      ]),
    );
    const goldenCheck = { ...golden, outputs, tolerance: Math.min(golden.tolerance, 0.5) };
    const error = await rejection(withSession(() => Promise.resolve(), { goldenCheck }));
    expectError(error, NoAvailableExecutionProviderError);
    const { attempts } = error as NoAvailableExecutionProviderError;
    expect(attempts.map((attempt) => attempt.executionProvider)).toEqual([executionProvider]);
  });

  it('should reject a provider that it does not know with a typed error', async () => {
    const executionProviders = ['no-such-provider'];
    const loading = withSession(() => Promise.resolve(), { executionProviders });
    expectError(await rejection(loading), OcelliError);
  });

  const { unavailableProvider } = context;
  const name = 'should go on to the next provider when one cannot run here, and report both';
  if (unavailableProvider === undefined) {
    it.skip(`${name} (every provider of ${context.name} runs here)`);
    return;
  }
  it(name, async () => {
    const executionProviders = [unavailableProvider, executionProvider];
    const attempts = await withSession((session) => Promise.resolve(session.attempts), {
      executionProviders,
    });
    expect(attempts.map((attempt) => attempt.executionProvider)).toEqual(executionProviders);
    expect(attempts[0]?.outcome === 'selected').toBe(false);
    expect((attempts[0]?.reason ?? '') === '', 'the reason is empty').toBe(false);
    expect(attempts[1]?.outcome).toBe('selected');
  });

  it('should reject when no provider can run here', async () => {
    const executionProviders = [unavailableProvider];
    const loading = withSession(() => Promise.resolve(), { executionProviders });
    expectError(await rejection(loading), NoAvailableExecutionProviderError);
  });
};

const defineAborts = ({ runner, withSession, rejection, feeds }: ContractContext): void => {
  const { expect, it } = runner;
  const load = (options: SessionOptions) => withSession((session) => session.run(feeds), options);

  it('should reject with the reason of a signal that was aborted before', async () => {
    const reason = new Error('too late');
    expect(await rejection(load({ signal: AbortSignal.abort(reason) }))).toBe(reason);
  });

  it('should reject with the reason when aborted while loading, and load the next time', async () => {
    const controller = new AbortController();
    const reason = new Error('the user left');
    const loading = rejection(load({ signal: controller.signal }));
    controller.abort(reason);
    expect(await loading).toBe(reason);
    await load({});
  });
};

/** Loading: what is reported, what is refused, and that a failure leaves the backend usable. */
export const defineLoadingContract = (context: ContractContext): void => {
  context.runner.describe('loading', () => {
    defineProviders(context);
    defineModelErrors(context);
    defineAborts(context);
  });
};
