import type { WorkerDocument } from '../../model/document/document.ts';
import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import { buses, type StartedBus } from '../bus-connection/testing/buses.ts';
import { toProgram } from '../bus-connection/testing/project.ts';
import { startReplica } from '../bus-connection/testing/replica.ts';
import { startProject } from '../bus-connection/testing/start-project.ts';
import { toEvent } from '../bus-connection/testing/to-event.ts';
import { type DlqOptions, dlq } from './dlq.ts';

/** A program whose trigger `note` has this filter. */
function toFiltered(bus: EventBusSpec, filter: string): WorkerDocument[] {
  const trigger = {
    when: 'push',
    action: { kind: 'log' },
    template: { code: "() => 'done'" },
    start: 'beginning',
  };
  const push = { eventSource: 'hook', event: 'push', filter: { code: filter } };
  return toProgram(bus, { dependencies: { push }, triggers: { note: trigger } });
}

async function setUp(start: () => Promise<StartedBus>) {
  const started = await startProject(start, (bus) => toFiltered(bus, '({ data }) => data.missing.n > 0'));
  const { bus, documents } = started;
  {
    await using replica = await startReplica(bus, documents, 'broken');
    const ewmeta = JSON.stringify({ headers: { 'x-api-key': 'secret', accept: 'text/plain' } });
    for (const n of [1, 2, 3]) {
      const [address, event] = toEvent('push', `push-${n}`, { n });
      await bus.publish(address, { ...event, extensions: { ewmeta } });
    }
    await replica.has('deadLettered', 3);
  }
  const run = async (words: readonly string[], more: Partial<DlqOptions> = {}, confirm?: boolean) => {
    const said: string[] = [];
    const options: DlqOptions = {
      ...started.options,
      json: false,
      limit: 50,
      all: false,
      yes: false,
      ...more,
    };
    const code = await dlq(words, options, {
      say: (line) => said.push(line),
      ...(confirm !== undefined && { confirm: async () => confirm }),
    });
    return { code, said };
  };
  const ids = async () => (await run(['ls'], { json: true })).said.map((line) => JSON.parse(line).event as string);
  return { ...started, run, ids };
}

describe.each(buses)('dlq on %s', (_, start) => {
  it('lists, shows and redrives what was given up', async () => {
    await using world = await setUp(start);
    const { run, ids, bus, spec } = world;

    const listed = await run(['ls']);
    expect(listed.said).toHaveLength(4);
    expect(listed.said[0]).toMatch(/^id +time +trigger +event +attempts +reason$/);
    expect(listed.said[1]).toMatch(
      /^[0-9a-f]{10} {2}\d{4}-\S+Z {2}default\/deploy\/note {2}default\/hook\/push push-\d {2}0 +dependency 'push': filter: /,
    );
    expect((await ids()).sort()).toStrictEqual(['push-1', 'push-2', 'push-3']);
    expect((await run(['ls'], { limit: 1 })).said.at(-1)).toBe('and 2 older; --limit 3 shows all');

    const shown = (await run(['show', 'push-2'])).said.join('\n');
    expect(shown).toContain('trigger   default/deploy/note');
    expect(shown).toContain('{\n    "n": 2\n  }');
    expect(shown).toContain('"x-api-key": "***"');
    expect(shown).toContain('"accept": "text/plain"');

    expect(await run(['redrive', 'push-2'])).toStrictEqual({ code: 0, said: ['1 dead letter redriven'] });
    expect((await ids()).sort()).toStrictEqual(['push-1', 'push-3']);

    await using replica = await startReplica(bus, toFiltered(spec, '({ data }) => data.n > 0'), 'mended');
    await replica.has('fired', 1);
    expect(await run(['redrive'], { all: true }, false)).toStrictEqual({ code: 0, said: ['nothing was redriven'] });
    expect(await run(['redrive'], { all: true, sensor: 'deploy' })).toStrictEqual({
      code: 0,
      said: ['2 dead letters redriven'],
    });
    await replica.has('fired', 3);
    expect((await run(['ls'])).said).toStrictEqual(['no dead letter is waiting']);
  });

  it('shows what fails again', async () => {
    await using world = await setUp(start);
    const { run, ids, bus, spec } = world;
    await run(['redrive'], { all: true, yes: true });
    expect(await ids()).toStrictEqual([]);
    await using replica = await startReplica(bus, toFiltered(spec, '({ data }) => data.absent.n > 0'), 'still');
    await replica.has('deadLettered', 3);
    expect((await ids()).sort()).toStrictEqual(['push-1', 'push-2', 'push-3']);
  });

  it('says what is wrong, and what is right', async () => {
    await using world = await setUp(start);
    const { run } = world;
    await expect(run([])).rejects.toThrow('say what to do, ls, show, redrive');
    await expect(run(['lst'])).rejects.toThrow("'lst' is none, did you mean 'ls'?");
    await expect(run(['ls', 'x'])).rejects.toThrow('ls takes no id; to see one: eventwright dlq show x');
    await expect(run(['show'])).rejects.toThrow("say which one to show, by the id that 'eventwright dlq ls' tells");
    await expect(run(['show', 'push-9'])).rejects.toThrow(
      "push-9: no such dead letter; 'eventwright dlq ls' lists them, did you mean 'push-",
    );
    await expect(run(['redrive'])).rejects.toThrow('say which to redrive');
    await expect(run(['redrive', 'x'], { all: true })).rejects.toThrow('leave out x, or --all');
    await expect(run(['redrive'], { all: true })).rejects.toThrow('add --sensor or --trigger, or --yes');
    await expect(run(['ls'], { sensor: 'deplo' })).rejects.toThrow(
      "--sensor: 'deplo' is no sensor of the program, did you mean 'deploy'?",
    );
    await expect(run(['ls'], { trigger: 'not' })).rejects.toThrow(
      "--trigger: there is no trigger 'not', did you mean 'note'?",
    );
    await expect(run(['ls'], { dev: true })).rejects.toThrow("--dev: nothing runs here; start 'eventwright dev'");
  });
});
