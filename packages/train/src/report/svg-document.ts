/*
 * Colours are classes, so that one media query turns a picture dark where it is shown; pictures stay
 * readable in programs that know neither (librsvg), in their light form.
 */
const STYLE = `
text { font-family: system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; font-size: 12px; fill: #1c2330; }
.surface { fill: #ffffff; }
.title { font-size: 15px; font-weight: 600; }
.muted { fill: #5a6578; }
.small { font-size: 11px; }
.cell { font-size: 9px; }
.on-strong { fill: #ffffff; }
.grid { stroke: #e3e7ee; stroke-width: 1; fill: none; }
.axis { stroke: #8b95a7; stroke-width: 1; fill: none; }
.dashed { stroke-dasharray: 4 4; }
.first { fill: #1f5fd0; }
.second { fill: #c2540a; }
.first-line { stroke: #1f5fd0; stroke-width: 2; fill: none; stroke-linejoin: round; }
.second-line { stroke: #c2540a; stroke-width: 2; fill: none; stroke-linejoin: round; }
.empty { fill: #f4f6fa; }
@media (prefers-color-scheme: dark) {
text { fill: #e8ecf4; }
.surface { fill: #12161f; }
.muted { fill: #9aa6bb; }
.on-strong { fill: #0b0e14; }
.grid { stroke: #2a3140; }
.axis { stroke: #69748a; }
.first { fill: #7fb0ff; }
.second { fill: #ff9d57; }
.first-line { stroke: #7fb0ff; }
.second-line { stroke: #ff9d57; }
.empty { fill: #1b212d; }
}
`;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** True of characters that XML has no way to write. */
const isForbidden = (character: string): boolean =>
  character < ' ' && !['\t', '\n', '\r'].includes(character);

/** Text as it may stand in XML and HTML. */
export const escapeXml = (text: string): string =>
  [...text]
    .map((character) => (isForbidden(character) ? '' : (ESCAPES[character] ?? character)))
    .join('');

/** A coordinate in at most two decimals, so that equal data give equal bytes on every machine. */
export const coordinate = (value: number): string => String(Math.round(value * 100) / 100);

/** One SVG element; attribute values are escaped. */
export const element = (
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content = '',
): string => {
  const written = Object.entries(attributes).map(([key, value]) => {
    const text = typeof value === 'number' ? coordinate(value) : escapeXml(value);
    return ` ${key}="${text}"`;
  });
  const open = `<${name}${written.join('')}`;
  return content === '' ? `${open}/>` : `${open}>${content}</${name}>`;
};

export interface TextStyle {
  /** Classes of the style sheet, with spaces between them. */
  readonly class?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Degrees clockwise round the text's own point. */
  readonly rotate?: number;
}

/** A line of text whose baseline begins, or is centred, or ends at a point. */
export const textElement = (
  x: number,
  y: number,
  content: string,
  { class: classes, anchor = 'start', rotate }: TextStyle = {},
): string =>
  element(
    'text',
    {
      x,
      y,
      ...(classes === undefined ? {} : { class: classes }),
      ...(anchor === 'start' ? {} : { 'text-anchor': anchor }),
      ...(rotate === undefined
        ? {}
        : { transform: `rotate(${coordinate(rotate)} ${coordinate(x)} ${coordinate(y)})` }),
    },
    escapeXml(content),
  );

/** A straight line. */
export const lineElement = (
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  classes: string,
): string => element('line', { x1, y1, x2, y2, class: classes });

/** Width per character of the usual interface fonts, in font sizes; East Asian characters are square. */
const characterWidth = (character: string): number =>
  (character.codePointAt(0) ?? 0) >= 0x2e80 ? 1 : 0.56;

/** Pixels that a line of text takes, as far as this can be said without its font. */
export const textWidth = (text: string, fontSize: number): number =>
  [...text].reduce((width, character) => width + characterWidth(character) * fontSize, 0);

/** The text, shortened in its middle to these pixels: both ends of a class name tell it from others. */
export const fitText = (text: string, width: number, fontSize: number): string => {
  if (textWidth(text, fontSize) <= width) return text;
  const characters = [...text];
  for (let kept = characters.length - 1; kept > 1; kept -= 1) {
    const head = Math.ceil(kept / 2);
    const short = [...characters.slice(0, head), '…', ...characters.slice(head - kept)].join('');
    if (textWidth(short, fontSize) <= width) return short;
  }
  return '…';
};

/** A whole SVG file with its title, light or dark as the viewer prefers. */
export const svgDocument = (
  { width, height, title }: { width: number; height: number; title: string },
  body: readonly string[],
): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${coordinate(width)}" height="${coordinate(height)}" viewBox="0 0 ${coordinate(width)} ${coordinate(height)}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<style>${STYLE}</style>`,
    element('rect', { width, height, class: 'surface' }),
    ...body,
    '</svg>',
    '',
  ].join('\n');
