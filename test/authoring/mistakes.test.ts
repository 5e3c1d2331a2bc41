import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { diagnose } from './diagnose.ts';

const file = resolve('test/authoring/mistakes.ts');
const expected = readFileSync(file, 'utf8')
  .split('\n')
  .flatMap((text, index) => {
    const [, spot, message] = /\/\/ @ts-expect-error `(.+?)`: (.+)$/.exec(text) ?? [];
    return spot && message ? [{ line: index + 2, spot, message }] : [];
  });
const diagnoses = new Map(diagnose(file).map((diagnosis) => [diagnosis.line, diagnosis]));

describe('a mistake', () => {
  it.each(expected)('on line $line is reported at $spot, with a message that helps', ({ line, spot, message }) => {
    const diagnosis = diagnoses.get(line);
    expect(shorten(diagnosis?.spot, spot)).toBe(spot);
    expect(shorten(diagnosis?.message.join(' '), message)).toBe(message);
  });

  it('is all that the compiler reports, each once', () => {
    expect([...diagnoses.keys()]).toStrictEqual(expected.map(({ line }) => line));
  });
});

/** A text as `wanted` abbreviates it with ` … `; itself where that does not fit. */
function shorten(text: string | undefined, wanted: string): string | undefined {
  let from = 0;
  for (const part of wanted.split(' …').map((part) => part.trim())) {
    const at = text?.indexOf(part, from) ?? -1;
    if (at < 0 || (from === 0 && at > 0)) return text;
    from = at + part.length;
  }
  return wanted;
}
