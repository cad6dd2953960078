import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const FOLDER = '/usr/share/vulkan/icd.d';
const lavapipe = existsSync(FOLDER)
  ? readdirSync(FOLDER)
      .filter((name) => name.startsWith('lvp_icd'))
      .map((name) => join(FOLDER, name))
  : [];

/** A Vulkan driver, most likely one in software; undefined when there is none. */
export const vulkanDriver = [
  ...(process.env['VK_ICD_FILENAMES']?.split(delimiter) ?? []),
  '/usr/lib/chromium/vk_swiftshader_icd.json',
  ...lavapipe,
].find((path) => existsSync(path));

/** Why a suite is skipped. */
export const NO_DRIVER = `skipped: no Vulkan driver in VK_ICD_FILENAMES, Chromium or ${FOLDER}`;

/**
 * The environment of a process that is to use that driver. Chromium's brings its own loader of Vulkan;
 * drivers that know Wayland complain on stderr where no runtime directory is set.
 */
export const vulkanEnvironment = {
  VK_ICD_FILENAMES: vulkanDriver ?? '',
  LD_LIBRARY_PATH: '/usr/lib/chromium',
  XDG_RUNTIME_DIR: tmpdir(),
};
