import { cpus } from 'node:os';

/** The machine that measured. */
export interface Machine {
  readonly cpu: string;
  readonly logicalCores: number;
  readonly platform: string;
  readonly node: string;
}

/** Describes the machine of this process. */
export const describeMachine = (): Machine => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  logicalCores: cpus().length,
  platform: `${process.platform}-${process.arch}`,
  node: process.version,
});
