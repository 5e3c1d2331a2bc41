import fc from 'fast-check';
import { toPrintable, toPrintableLines } from './printable.ts';

describe('text of somebody else', () => {
  it.each([
    ['esc\u001b[31mR', 'esc\\u001b[31mR'],
    ['a\u0000b\u0007c\rd\ne\tf\u007f', 'a\\u0000b\\u0007c\\u000dd\\u000ae\\u0009f\\u007f'],
    ['\u009b31mR', '\\u009b31mR'],
    ['\u202egpj.exe\u2066\u200f\u061c', '\\u202egpj.exe\\u2066\\u200f\\u061c'],
    ['é ß 日本 שלום 🎉 \\u001b', 'é ß 日本 שלום 🎉 \\u001b'],
  ])('is shown, not obeyed: %j', (text, shown) => {
    expect(toPrintable(text)).toBe(shown);
  });

  it('keeps its lines where it may have several', () => {
    expect(toPrintableLines('a\r\nb\u001b[2J\nc')).toStrictEqual(['a', 'b\\u001b[2J', 'c']);
  });

  it('that is JSON has the same value', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), (json) => {
        expect(JSON.parse(toPrintable(json))).toStrictEqual(JSON.parse(json));
      }),
    );
    expect(JSON.parse(toPrintable(JSON.stringify('\u009b\u202e\u007f\u001b')))).toBe('\u009b\u202e\u007f\u001b');
  });
});
