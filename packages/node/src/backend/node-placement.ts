import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Ort from 'onnxruntime-node';
import { type NodeExecutionProvider, PROFILE_NAMES } from './node-execution-providers.js';

interface ProfileEvent {
  readonly cat?: string;
  readonly name?: string;
  readonly args?: { readonly provider?: string; readonly op_name?: string };
}

/** How many nodes of a run each provider executed, by the provider's profile name. */
export type PlacementCounts = ReadonlyMap<string, number>;

const countNodes = (events: readonly ProfileEvent[]): PlacementCounts => {
  const providerOfNode = new Map<string, string>();
  for (const { cat, name, args } of events) {
    if (cat !== 'Node' || name === undefined || args?.provider === undefined) continue;
    // Copies that ONNX Runtime adds between the providers are no nodes of the model.
    if (args.op_name?.startsWith('Memcpy') === true) continue;
    providerOfNode.set(name, args.provider);
  }
  const counts = new Map<string, number>();
  for (const provider of providerOfNode.values()) {
    counts.set(provider, (counts.get(provider) ?? 0) + 1);
  }
  return counts;
};

/**
 * Creates a session with ONNX Runtime's profiler on, runs it once, and reads from the profile which
 * provider executed each node: the only record that onnxruntime-node gives of it. The profiler is off
 * afterwards.
 *
 * @param runOnce Says whether the run succeeded; where it did not, there are no counts.
 */
export const createProfiledSession = async (
  create: (profile: Ort.InferenceSession.SessionOptions) => Promise<Ort.InferenceSession>,
  runOnce: (session: Ort.InferenceSession) => Promise<boolean>,
): Promise<{ session: Ort.InferenceSession; counts: PlacementCounts | undefined }> => {
  const folder = await mkdtemp(join(tmpdir(), 'ocelli-profile-'));
  try {
    const session = await create({
      enableProfiling: true,
      profileFilePrefix: join(folder, 'profile'),
    });
    try {
      const hasRun = await runOnce(session);
      session.endProfiling();
      if (!hasRun) return { session, counts: undefined };
      const [file] = await readdir(folder);
      const text = await readFile(join(folder, file ?? ''), 'utf8');
      return { session, counts: countNodes(JSON.parse(text) as ProfileEvent[]) };
    } catch (error) {
      await session.release();
      throw error;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/**
 * Says where the nodes ran.
 *
 * @throws Error when none of them ran on the provider that was asked for.
 */
export const describePlacement = (
  provider: NodeExecutionProvider,
  counts: PlacementCounts | undefined,
): string => {
  if (counts === undefined) return 'placement unknown, as the model has free dims';
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const own = counts.get(PROFILE_NAMES[provider]) ?? 0;
  if (own === 0) throw new Error(`ONNX Runtime placed all ${String(total)} nodes on cpu`);
  return `${String(own)} of ${String(total)} nodes on ${provider}, the rest on cpu`;
};
