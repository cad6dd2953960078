/** Where the latest checkpoint of a run is kept. */
export interface CheckpointStore {
  /** Replaces the checkpoint as a whole: after a failure or a crash the one before it is still there. */
  save(bytes: Uint8Array): Promise<void>;
  /** Undefined when nothing was saved yet. */
  load(): Promise<Uint8Array | undefined>;
}
