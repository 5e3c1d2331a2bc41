import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import { buses } from '../bus-connection/testing/buses.ts';
import { createProject, toProgram } from '../bus-connection/testing/project.ts';
import { startReplica } from '../bus-connection/testing/replica.ts';
import { startProject } from '../bus-connection/testing/start-project.ts';
import { toEvent } from '../bus-connection/testing/to-event.ts';
import { dlq } from './dlq.ts';

/** A program with one trigger, which is given every push that passes the filter. */
function toNamed(bus: EventBusSpec, name: string, { filter, ...more }: { filter: string; formerName?: string }) {
  const push = { eventSource: 'hook', event: 'push', filter: { code: filter } };
  const trigger = {
    when: 'push',
    action: { kind: 'log' },
    template: { code: '() => null' },
    start: 'beginning',
    ...more,
  };
  return toProgram(bus, { dependencies: { push }, triggers: { [name]: trigger } });
}

test.each(buses)('on %s the letters of a trigger that was renamed are found, and redriven to it', async (_, start) => {
  await using started = await startProject(start, (bus) =>
    toNamed(bus, 'old', { filter: '({ data }) => data.missing.n' }),
  );
  const { spec, documents, bus } = started;
  {
    await using replica = await startReplica(bus, documents, 'a');
    await bus.publish(...toEvent('push', 'push-1', { n: 1 }));
    await replica.has('deadLettered', 1);
  }
  const renamed = toNamed(spec, 'new', { filter: '({ data }) => data.n > 0', formerName: 'old' });
  await using project = await createProject(renamed);
  await using replica = await startReplica(bus, renamed, 'b');
  const said: string[] = [];
  const options = { ...project.options, json: false, limit: 50, all: false, yes: false };
  const run = (...words: readonly string[]) => dlq(words, options, { say: (line) => said.push(line) });
  await run('ls');
  expect(said.at(-1)).toContain('default/deploy/old');
  await run('redrive', 'push-1');
  await replica.has('fired', 1);
  await run('ls');
  expect(said.at(-1)).toBe('no dead letter is waiting');
});
