import type { ProviderConfig } from '../backend/inference-backend.js';
import { ReleasedError } from '../errors/session-errors.js';
import {
  type BackendContractOptions,
  type ContractContext,
  contractContext,
} from './contract-context.js';
import { defineLoadingContract } from './contract-loading.js';
import { defineRunningContract } from './contract-running.js';

const PENDING_CALLS = 5;

const defineReleaseContract = (context: ContractContext): void => {
  const { runner, withSession, frame, rejection, expectError, feeds } = context;
  const { describe, expect, it } = runner;
  describe('release', () => {
    it('should be possible more than once', () =>
      withSession(async (session) => {
        await Promise.all([session.release(), session.release()]);
        await session[Symbol.asyncDispose]();
      }));

    it('should make later calls fail with ReleasedError', () =>
      withSession(async (session) => {
        await session.release();
        expectError(await rejection(session.run(feeds)), ReleasedError);
        expectError(await rejection(session.runFrame(frame(0))), ReleasedError);
      }));

    it('should reject pending calls with ReleasedError, unless they are done', () =>
      withSession(async (session) => {
        const pending = Array.from({ length: PENDING_CALLS }, () => session.run(feeds));
        const settled = Promise.allSettled(pending);
        await session.release();
        const results = await settled;
        for (const result of results) {
          if (result.status === 'rejected') expectError(result.reason, ReleasedError);
        }
        expect(results.at(-1)?.status).toBe('rejected');
      }));

    it('should leave other sessions of the backend alone', () =>
      withSession(async (session, backend) => {
        const source = { kind: 'bytes', bytes: context.model.bytes.slice() } as const;
        const other = await backend.createSession(source);
        await other.release();
        await session.run(feeds);
      }));
  });
};

/**
 * Defines the tests that every `InferenceBackend` must pass, with the test runner's own functions.
 * `fetchModel` is not part of it: where models come from differs from backend to backend.
 *
 * @example
 * defineBackendContract({
 *   name: 'node',
 *   runner: { describe, it, expect },
 *   createBackend: () => createNodeBackend(),
 *   model: { bytes, pipeline, golden },
 *   executionProvider: 'cpu',
 * });
 */
export const defineBackendContract = <Provider extends ProviderConfig>(
  options: BackendContractOptions<Provider>,
): void => {
  // Untyped from here on: the contract also asks for providers that the backend does not have.
  const context = contractContext(options);
  options.runner.describe(`${options.name} as an InferenceBackend`, () => {
    defineLoadingContract(context);
    defineRunningContract(context);
    defineReleaseContract(context);
  });
};
