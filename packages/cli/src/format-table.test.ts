import { describe, expect, it } from 'vitest';
import { formatTable } from './format-table.js';

describe('formatTable', () => {
  it('should align columns, right ones to the right, and leave no trailing blanks', () => {
    const rows = [
      ['9.5 %', 'house finch', '#12'],
      ['87.4 %', 'robin', '#5'],
    ];
    expect(formatTable(rows, { right: [0, 2], indent: '  ' })).toBe(
      '   9.5 %  house finch  #12\n  87.4 %  robin         #5',
    );
    expect(
      formatTable([
        ['a', 'long'],
        ['b', ''],
      ]),
    ).toBe('a  long\nb');
  });

  it('should not count colours as width', () => {
    expect(
      formatTable([
        ['\u001b[1mab\u001b[22m', 'x'],
        ['abc', 'y'],
      ]),
    ).toBe('\u001b[1mab\u001b[22m   x\nabc  y');
  });

  it('should give nothing for no rows', () => {
    expect(formatTable([])).toBe('');
  });
});
