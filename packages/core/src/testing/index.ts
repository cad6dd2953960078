export { defineBackendContract } from './backend-contract.js';
export type {
  BackendContractOptions,
  ContractAssertion,
  ContractModel,
  ContractTestRunner,
} from './contract-context.js';
export { createFrameTracker, FrameLeakError, type FrameTracker } from './frame-tracker.js';
export {
  createMockBackend,
  type MockBackend,
  type MockBackendOptions,
  type MockCall,
} from './mock-backend.js';
