import { createInterface } from 'node:readline/promises';
import type { EventBus } from '../../runtime/event-bus/contract.ts';
import { type ProgramTrigger, withFormerNames } from '../bus-connection/find-triggers.ts';
import { type OperateOptions, operate } from '../bus-connection/operate.ts';
import { chooseVerb } from '../command/choose-verb.ts';
import { usageError } from '../command/command-error.ts';
import { linesTo } from '../command/lines-to.ts';
import { chooseLetters } from './choose-letters.ts';
import { describeLetter } from './letter-text.ts';
import { listLetters, toJsonLine } from './list.ts';
import { readLetters, readWhole, type StoredLetter } from './read-letters.ts';
import { redrive } from './redrive.ts';

export interface DlqOptions extends OperateOptions {
  readonly json: boolean;
  readonly limit: number;
  readonly all: boolean;
  readonly yes: boolean;
}

/** A person at a terminal, or nobody. */
export interface Terminal {
  readonly say: (line: string) => void;
  /** Absent where nobody can answer. */
  readonly confirm?: (question: string) => Promise<boolean>;
}

interface Session {
  readonly bus: EventBus;
  readonly triggers: readonly ProgramTrigger[];
  readonly letters: readonly StoredLetter[];
  readonly options: DlqOptions;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

type Verb = (session: Session, ids: readonly string[]) => Promise<void>;

const verbs = { ls: list, show, redrive: giveBack } satisfies Readonly<Record<string, Verb>>;
const names = ['ls', 'show', 'redrive'] as const;

const manyLetters = 100;

/** Lists, shows or redrives dead letters; resolves with the exit code. */
export async function dlq([name, ...ids]: readonly string[], options: DlqOptions, terminal: Terminal): Promise<number> {
  const chosen = chooseVerb(names, name);
  checkUse(chosen, ids, options, terminal);
  return operate(options, async ({ bus, triggers: found, signal }) => {
    const triggers = withFormerNames(found);
    const letters = await readLetters(bus, { triggers: triggers.map(({ name }) => name), signal });
    await verbs[chosen]({ bus, triggers, letters, options, terminal, signal }, ids);
    return 0;
  });
}

/** Asks somebody at a terminal; nobody where the process has none. */
export function openTerminal(): Terminal {
  const say = linesTo(process.stdout);
  if (!process.stdin.isTTY || !process.stdout.isTTY) return { say };
  return {
    say,
    async confirm(question) {
      using lines = createInterface({ input: process.stdin, output: process.stdout });
      return /^y(es)?$/i.test(await lines.question(`${question} [y/N] `));
    },
  };
}

function checkUse(name: string, ids: readonly string[], options: DlqOptions, { confirm }: Terminal): void {
  const { all, yes, sensor, trigger } = options;
  if (name === 'ls' && ids.length > 0)
    throw usageError(`${ids[0]}: ls takes no id; to see one: eventwright dlq show ${ids[0]}`);
  if (name === 'show' && ids.length !== 1)
    throw usageError("say which one to show, by the id that 'eventwright dlq ls' tells");
  if (name !== 'redrive') return;
  if (all && ids.length > 0) throw usageError(`--all redrives every dead letter; leave out ${ids[0]}, or --all`);
  if (!all && ids.length === 0)
    throw usageError("say which to redrive, by the ids that 'eventwright dlq ls' tells, or --all");
  if (all && !yes && !confirm && sensor === undefined && trigger === undefined)
    throw usageError('--all redrives the dead letters of every trigger; add --sensor or --trigger, or --yes');
}

async function list({ letters, options, terminal }: Session): Promise<void> {
  const { json, limit } = options;
  if (json) for (const letter of letters.slice(-limit)) terminal.say(toJsonLine(letter));
  else if (letters.length === 0) terminal.say('no dead letter is waiting');
  else for (const line of listLetters(letters, limit)) terminal.say(line);
}

async function show({ bus, letters, terminal, signal }: Session, ids: readonly string[]): Promise<void> {
  for await (const letter of readWhole(bus, chooseLetters(letters, ids), signal))
    for (const line of describeLetter(letter)) terminal.say(line);
}

async function giveBack(session: Session, ids: readonly string[]): Promise<void> {
  const { bus, triggers, letters, options, terminal, signal } = session;
  const { say, confirm } = terminal;
  const chosen = options.all ? letters : chooseLetters(letters, ids);
  if (chosen.length === 0) return say('no dead letter is waiting');
  const needsWord = options.all && !options.yes && confirm;
  if (needsWord && !(await confirm(`redrive ${count(chosen.length)}?`))) return say('nothing was redriven');
  const progress = (done: number) => {
    if (done % manyLetters === 0 && done < chosen.length) say(`${done} of ${chosen.length}`);
  };
  await redrive(chosen, { bus, triggers, signal, now: Date.now, progress });
  say(`${count(chosen.length)} redriven`);
}

function count(letters: number): string {
  return `${letters} dead letter${letters === 1 ? '' : 's'}`;
}
