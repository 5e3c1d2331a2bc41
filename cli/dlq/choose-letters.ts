import { suggest } from '../../model/suggest.ts';
import { toTriggerKey } from '../../model/trigger/trigger-name.ts';
import { eventsOf } from '../../runtime/partition/work/joined.ts';
import { CommandError } from '../command/command-error.ts';
import type { StoredLetter } from './read-letters.ts';

/** The letters that ids name: a letter's own, short or long, or one of its events'. Throws where one names none, or several. */
export function chooseLetters(letters: readonly StoredLetter[], ids: readonly string[]): readonly StoredLetter[] {
  const chosen = ids.map((id) => chooseLetter(letters, id));
  return [...new Set(chosen)];
}

function chooseLetter(letters: readonly StoredLetter[], id: string): StoredLetter {
  const named = letters.filter((letter) => [letter.shortId, letter.id, ...eventIds(letter)].includes(id));
  const found = named.length > 0 ? named : letters.filter(({ shortId }) => shortId.startsWith(id));
  const [letter, another] = found;
  if (!letter) {
    if (letters.length === 0) throw new CommandError(`${id}: no such dead letter; none is waiting`);
    const ids = letters.slice(-5).flatMap((letter) => [letter.shortId, ...eventIds(letter)]);
    throw new CommandError(`${id}: no such dead letter; 'eventwright dlq ls' lists them${meant(id, ids)}`);
  }
  if (!another) return letter;
  const names = found.map(({ shortId, trigger }) => `${shortId} of ${toTriggerKey(trigger)}`).join(', ');
  throw new CommandError(`${id}: ${found.length} dead letters have it; name one: ${names}`);
}

function eventIds({ event, joined }: StoredLetter): readonly string[] {
  return joined ? eventsOf(joined).map((held) => held.event.id) : [event.id];
}

function meant(id: string, ids: readonly string[]): string {
  const suggestion = suggest(id, ids);
  return suggestion.startsWith(', did') ? suggestion : '';
}
