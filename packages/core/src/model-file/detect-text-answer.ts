/** How many first bytes `detectTextAnswer` looks at. */
export const TEXT_PROBE_BYTES = 512;

const KINDS: readonly { pattern: RegExp; name: string }[] = [
  {
    pattern: /^version https:\/\/git-lfs/,
    name: 'a Git LFS pointer, not the file that it points to',
  },
  { pattern: /^<(!doctype html|html|head|body)/i, name: 'an HTML page' },
  { pattern: /^</, name: 'an XML document' },
  { pattern: /^[[{]/, name: 'a JSON document' },
];

/** The encoding that a byte order mark names, where UTF-16 hides that bytes are text. */
const utf16Encoding = ([first, second]: Uint8Array): string | undefined => {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
};

/**
 * Says what text the bytes are when they are text, which no model file is: an error page, a login page
 * or a pointer that was served with status 200. Undefined for binary data.
 *
 * @param head The first `TEXT_PROBE_BYTES` of the file, or all of it when it is shorter.
 */
export const detectTextAnswer = (head: Uint8Array): string | undefined => {
  if (head.length === 0) return 'an empty file';
  const probe = head.subarray(0, TEXT_PROBE_BYTES);
  const encoding = utf16Encoding(probe);
  // Protobuf has control characters among its first bytes: its tags and lengths.
  const isText = probe.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d));
  if (encoding === undefined && !isText) return undefined;
  const text = new TextDecoder(encoding).decode(probe).trimStart();
  return KINDS.find(({ pattern }) => pattern.test(text))?.name ?? 'a text document';
};
