import type { RunResult } from '../backend/inference-backend.js';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { InferenceError, TensorMismatchError } from '../errors/session-errors.js';
import { createTensor, type Tensor } from '../tensor/tensor.js';
import type { ContractContext } from './contract-context.js';

const CONCURRENT_CALLS = 6;
const indices = Array.from({ length: CONCURRENT_CALLS }, (_, index) => index);

const defineTensorRuns = (context: ContractContext): void => {
  const { runner, model, withSession, scaledFeeds, expectClose, feeds } = context;
  const { expect, it } = runner;

  it('should compute the golden outputs', () =>
    withSession(async (session) => {
      const { outputs, timing } = await session.run(feeds);
      expectClose({ outputs }, model.golden);
      expect(timing.batchSize).toBe(1);
    }));

  it('should read the feeds before the call returns, and leave them as they are', () =>
    withSession(async (session) => {
      const expected = await session.run(scaledFeeds(0.5));
      const reused = scaledFeeds(0.5);
      const running = session.run(reused);
      expect(reused).toEqual(scaledFeeds(0.5));
      for (const tensor of Object.values(reused)) (tensor.data as Float32Array).fill(9);
      expectClose(await running, expected);
    }));

  it('should hand out outputs that later runs do not change', () =>
    withSession(async (session) => {
      const first = await session.run(feeds);
      const copy = structuredClone(first);
      await session.run(scaledFeeds(0.25));
      expectClose(first, copy);
    }));

  it('should finish concurrent calls in the order they were made, each with its own outputs', () =>
    withSession(async (session) => {
      const expected: RunResult[] = [];
      for (const i of indices) expected.push(await session.run(scaledFeeds(i / 4)));
      const order: number[] = [];
      const results = await Promise.all(
        indices.map(async (i) => {
          const result = await session.run(scaledFeeds(i / 4));
          order.push(i);
          return result;
        }),
      );
      expect(order).toEqual(indices);
      results.forEach((result, i) => expectClose(result, expected[i] ?? result));
    }));
};

const defineRunErrors = (context: ContractContext): void => {
  const { runner, model, withSession, rejection, expectError, feeds } = context;
  const { input } = model.pipeline;
  const picture = feeds[input] as Tensor;
  const mismatches: Readonly<Record<string, Record<string, Tensor>>> = {
    'other dims': { [input]: createTensor('float32', [1, 2, 3]) },
    'another dtype': { [input]: createTensor('int32', picture.dims) },
    'no feeds': {},
    'a feed that the model lacks': { ...feeds, 'no such input': picture },
  };
  for (const [what, wrong] of Object.entries(mismatches)) {
    runner.it(`should reject ${what} with TensorMismatchError and run the next call`, () =>
      withSession(async (session) => {
        expectError(await rejection(session.run(wrong)), TensorMismatchError);
        await session.run(feeds);
      }),
    );
  }

  const name = 'should reject a run that fails with InferenceError and run the next call';
  const { failingFeeds } = model;
  if (failingFeeds === undefined) {
    runner.it.skip(`${name} (the model given cannot fail)`);
    return;
  }
  runner.it(name, () =>
    withSession(async (session) => {
      const expected = await session.run(feeds);
      const [failed, next] = await Promise.all([
        rejection(session.run(failingFeeds)),
        session.run(feeds),
      ]);
      expectError(failed, InferenceError);
      context.expectClose(next, expected);
    }),
  );
};

const defineRunAborts = ({ runner, withSession, rejection, feeds }: ContractContext): void => {
  const { expect, it } = runner;

  it('should reject a run with the reason of a signal that was aborted before', () =>
    withSession(async (session) => {
      const signal = AbortSignal.abort('before');
      expect(await rejection(session.run(feeds, { signal }))).toBe('before');
      await session.run(feeds);
    }));

  it('should reject only the run whose signal is aborted, with the reason', () =>
    withSession(async (session) => {
      const controller = new AbortController();
      const running = indices.map((i) =>
        i === 2 ? rejection(session.run(feeds, { signal: controller.signal })) : session.run(feeds),
      );
      controller.abort('during');
      const results = await Promise.all(running);
      expect(results.map((result) => result === 'during')).toEqual(indices.map((i) => i === 2));
    }));
};

const defineFrameRuns = (context: ContractContext): void => {
  const { runner, model, withSession, frame, preprocessed, expectClose } = context;
  const { expect, it } = runner;

  it('should give for a frame what it gives for its preprocessed tensor', () =>
    withSession(async (session) => {
      const picture = frame(1);
      expectClose(await session.runFrame(picture), await session.run(preprocessed(picture)));
    }));

  it('should look at the region of interest only', () =>
    withSession(async (session) => {
      const picture = frame(2);
      const regionOfInterest = { x: 5.5, y: 3, width: 20, height: 11.25 };
      const expected = await session.run(preprocessed(picture, regionOfInterest));
      expectClose(await session.runFrame(picture, { regionOfInterest }), expected);
    }));

  it('should read the pixels before the call returns', () =>
    withSession(async (session) => {
      const expected = await session.runFrame(frame(3));
      const picture = frame(3);
      const running = session.runFrame(picture);
      picture.data.fill(0);
      picture.close();
      expectClose(await running, expected);
    }));

  it('should give concurrent frames their own outputs, of batch dim 1', () =>
    withSession(async (session) => {
      const expected: RunResult[] = [];
      for (const i of indices) expected.push(await session.runFrame(frame(i)));
      const results = await Promise.all(indices.map((i) => session.runFrame(frame(i))));
      results.forEach((result, i) => {
        expectClose(result, expected[i] ?? result);
        for (const name of model.pipeline.outputs) expect(result.outputs[name]?.dims[0]).toBe(1);
      });
    }));

  it('should share runs among concurrent frames up to maxBatchSize', () =>
    withSession(
      async (session) => {
        const results = await Promise.all(indices.map((i) => session.runFrame(frame(i))));
        const sizes = results.map((result) => result.timing.batchSize);
        expect(Math.max(...sizes)).toBeLessThanOrEqual(2);
      },
      { pipeline: { ...model.pipeline, maxBatchSize: 2 } },
    ));
};

const defineFrameErrors = (context: ContractContext): void => {
  const { runner, model, withSession, frame, rejection, expectError, executionProvider } = context;
  const { expect, it } = runner;

  it('should reject a region outside the picture and run the next frame', () =>
    withSession(async (session) => {
      const regionOfInterest = { x: 1000, y: 0, width: 5, height: 5 };
      const running = session.runFrame(frame(0), { regionOfInterest });
      expectError(await rejection(running), InvalidArgumentError);
      await session.runFrame(frame(0));
    }));

  it('should reject only the frame whose signal is aborted, with the reason', () =>
    withSession(async (session) => {
      const controller = new AbortController();
      const { signal } = controller;
      const running = indices.map((i) =>
        i === 3 ? rejection(session.runFrame(frame(i), { signal })) : session.runFrame(frame(i)),
      );
      controller.abort('during');
      const results = await Promise.all(running);
      expect(results.map((result) => result === 'during')).toEqual(indices.map((i) => i === 3));
    }));

  it('should refuse frames without a pipeline', async () => {
    const backend = await context.createBackend();
    await using session = await backend.createSession(
      { kind: 'bytes', bytes: model.bytes.slice() },
      { executionProviders: [executionProvider] },
    );
    expectError(await rejection(session.runFrame(frame(0))), InvalidArgumentError);
    await session.run(context.feeds);
  });
};

/** Running: right numbers, order, cancellation, and that a failure leaves the session usable. */
export const defineRunningContract = (context: ContractContext): void => {
  context.runner.describe('running tensors', () => {
    defineTensorRuns(context);
    defineRunErrors(context);
    defineRunAborts(context);
  });
  context.runner.describe('running frames', () => {
    defineFrameRuns(context);
    defineFrameErrors(context);
  });
};
