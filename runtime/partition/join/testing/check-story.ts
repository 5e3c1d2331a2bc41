import { type Ended, toActed } from './story.ts';

/** Throws where something is not true that must be of every story, however it was interrupted. */
export function checkStory({ acted, letters, counts, left, expected }: Ended): void {
  // one execution has one template, however often it is acted on
  const made = [...acted.values()].flatMap((templates) => [...new Set(templates)]);
  expect({ counts: known(counts), letters, fires: made.map(toActed).sort() }).toStrictEqual({
    counts: known(expected.counts),
    letters: [...new Set(expected.letters)].sort(),
    fires: [...new Set(expected.fires.map((fire) => fire.slice(fire.indexOf(': '))))].sort(),
  });
  const waiting = left.filter((cell) => cell.startsWith('held/'));
  expect([left.length, counts.pending]).toStrictEqual([waiting.length, waiting.length]);
}

/** Of an event that waited under two keys the second letter is counted as expired while the first is on its way. */
function known({ expired, deadLettered, ...others }: Ended['counts']) {
  return { ...others, givenUp: expired + deadLettered };
}
