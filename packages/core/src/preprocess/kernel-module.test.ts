import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kernelModule } from './kernel-instance.js';

describe('kernel-module.generated.ts', () => {
  it('should be what assembly/preprocess-kernel.ts compiles to', async () => {
    const script = new URL('../../scripts/build-kernel.mjs', import.meta.url).href;
    const { compileKernel } = (await import(script)) as { compileKernel: () => Promise<string> };
    const generated = readFileSync(new URL('kernel-module.generated.ts', import.meta.url), 'utf8');
    expect(await compileKernel()).toBe(generated);
  });

  it('should be compiled once', () => {
    expect(kernelModule()).toBeInstanceOf(WebAssembly.Module);
    expect(kernelModule()).toBe(kernelModule());
  });
});
