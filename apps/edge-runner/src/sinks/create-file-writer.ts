import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface FileWriterOptions {
  readonly path: string;
  /** A file that would grow beyond it is put aside as `PATH.1`, the one before as `PATH.2`, and so on. */
  readonly maxBytes: number;
  /** Files that are kept, the current one among them. */
  readonly maxFiles: number;
}

/** Appends lines to a file that never grows beyond its limit. */
export interface FileWriter {
  /** @throws the system's error; the line may be written again. */
  append(line: string): Promise<void>;
  close(): Promise<void>;
}

export const createFileWriter = ({ path, maxBytes, maxFiles }: FileWriterOptions): FileWriter => {
  let file: FileHandle | undefined;
  let bytes = 0;

  const openFile = async (): Promise<FileHandle> => {
    await mkdir(dirname(path), { recursive: true });
    const opened = await open(path, 'a');
    bytes = (await opened.stat()).size;
    return opened;
  };

  const close = async (): Promise<void> => {
    const open = file;
    file = undefined;
    await open?.close();
  };

  const rotate = async (): Promise<void> => {
    await close();
    await rm(`${path}.${String(maxFiles - 1)}`, { force: true });
    for (let index = maxFiles - 2; index >= 0; index--) {
      const from = index === 0 ? path : `${path}.${String(index)}`;
      await rename(from, `${path}.${String(index + 1)}`).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
    }
    if (maxFiles === 1) await rm(path, { force: true });
  };

  return {
    append: async (line) => {
      const data = Buffer.from(`${line}\n`);
      file ??= await openFile();
      if (bytes > 0 && bytes + data.length > maxBytes) {
        await rotate();
        file = await openFile();
      }
      try {
        await file.writeFile(data);
        bytes += data.length;
      } catch (error) {
        // What was written of the line is cut off again, for every line has to be JSON.
        await file.truncate(bytes).catch(() => undefined);
        await close().catch(() => undefined);
        throw error;
      }
    },
    close,
  };
};
