/** Holds a state that parts of a page watch. */
export interface Store<State extends object> {
  get(): State;
  /** Replaces fields; watchers are told at once. */
  set(change: Partial<State>): void;
  /** Returns what ends the watching. */
  watch(watcher: () => void): () => void;
}

export const createStore = <State extends object>(initial: State): Store<State> => {
  let state = initial;
  const watchers = new Set<() => void>();
  return {
    get: () => state,
    set: (change) => {
      state = { ...state, ...change };
      for (const watcher of [...watchers]) watcher();
    },
    watch: (watcher) => {
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
      };
    },
  };
};
