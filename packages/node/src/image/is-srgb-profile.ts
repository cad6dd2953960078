const TAG_TABLE = 128;
const TAG_BYTES = 12;

/** Text of a `desc` tag: `desc` of ICC v2 holds ASCII, `mluc` of ICC v4 UTF-16, of which the first is taken. */
const readDescription = (tag: Buffer): string => {
  if (tag.toString('latin1', 0, 4) === 'desc') {
    return tag.toString('latin1', 12, 12 + tag.readUInt32BE(8)).replace(/\0.*$/s, '');
  }
  const [length, start] = [tag.readUInt32BE(20), tag.readUInt32BE(24)];
  return new TextDecoder('utf-16be').decode(tag.subarray(start, start + length));
};

/** What an ICC profile calls itself (ICC.1:2022, sections 7.3 and 9.2.41); empty when it does not say. */
const profileDescription = (profile: Buffer): string => {
  try {
    for (let index = 0; index < profile.readUInt32BE(TAG_TABLE); index++) {
      const entry = TAG_TABLE + 4 + index * TAG_BYTES;
      if (profile.toString('latin1', entry, entry + 4) !== 'desc') continue;
      const start = profile.readUInt32BE(entry + 4);
      return readDescription(profile.subarray(start, start + profile.readUInt32BE(entry + 8)));
    }
  } catch {
    // Damaged: whoever converts with it will say so.
  }
  return '';
};

/**
 * Whether a profile is sRGB itself, by its own name, so that converting would change nothing but rounding.
 * A name that only mentions sRGB ("Linear sRGB", "calibrated to sRGB white") is another profile.
 */
export const isSrgbProfile = (profile: Buffer): boolean => {
  const description = profileDescription(profile);
  return /^sRGB\b/.test(description) && !/linear/i.test(description);
};
