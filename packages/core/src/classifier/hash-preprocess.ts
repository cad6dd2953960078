import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { PreprocessConfig } from '../preprocess/preprocess-config.js';
import { canonicalJson } from './canonical-json.js';

/**
 * SHA-256 in lower-case hex of the canonical JSON of a config, defaults filled in: two decisions with
 * the same hash were made from pixels treated alike.
 */
export const hashPreprocess = (config: PreprocessConfig): string => {
  const { centerCrop, mirror = false } = config;
  const complete = {
    ...config,
    mirror,
    ...(centerCrop && { centerCrop: { rounding: 'half-even', ...centerCrop } }),
  };
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(complete))));
};
