import type { WorkerDocument } from '../../model/document/document.ts';
import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import { buses, type StartedBus } from '../bus-connection/testing/buses.ts';
import { toProgram } from '../bus-connection/testing/project.ts';
import { startReplica } from '../bus-connection/testing/replica.ts';
import { startProject } from '../bus-connection/testing/start-project.ts';
import { toEvent } from '../bus-connection/testing/to-event.ts';
import { dlq } from './dlq.ts';

interface Rules {
  readonly within: string;
  readonly template: string;
}

/** A program whose trigger `both` joins pushes and images of the same commit. */
function toJoining(bus: EventBusSpec, { within, template }: Rules): WorkerDocument[] {
  const sha = { code: '({ data }) => data.sha' };
  return toProgram(bus, {
    dependencies: {
      push: { eventSource: 'hook', event: 'push' },
      image: { eventSource: 'hook', event: 'image' },
    },
    correlate: { by: { push: sha, image: sha }, within, onTimeout: 'deadLetter' },
    triggers: {
      both: { when: 'push && image', action: { kind: 'log' }, template: { code: template }, start: 'beginning' },
    },
  });
}

const broken = '({ push, image }) => push.data.missing.sha + image.data.sha';
const mended = '({ push, image }) => push.data.sha + image.data.sha';

async function setUp(start: () => Promise<StartedBus>, rules: Rules) {
  const started = await startProject(start, (bus) => toJoining(bus, rules));
  const run = async (...words: readonly string[]) => {
    const said: string[] = [];
    const options = { ...started.options, json: false, limit: 50, all: false, yes: false };
    await dlq(words, options, { say: (line) => said.push(line) });
    return said.join('\n');
  };
  return { ...started, run };
}

describe.each(buses)('dlq on %s', (_, start) => {
  it('shows an execution of several events with each of them, and redrives them together', async () => {
    await using world = await setUp(start, { within: '1h', template: broken });
    const { bus, run, spec, documents } = world;
    {
      await using replica = await startReplica(bus, documents, 'broken');
      await bus.publish(...toEvent('push', 'push-1', { sha: '61137' }));
      await bus.publish(...toEvent('image', 'image-1', { sha: '61137', size: 7 }));
      await replica.has('deadLettered', 1);
    }
    expect(await run('ls')).toMatch(
      /default\/deploy\/both {2}default\/hook\/image image-1 and 1 more {2}0 +template: push\.data\.missing\.sha: /,
    );
    const shown = await run('show', 'push-1');
    expect(shown).toMatch(/^key +61137$/m);
    expect(shown).toMatch(/^Event of 'push'$/m);
    expect(shown).toMatch(/^Event of 'image'$/m);
    expect(shown).toContain('"size": 7');

    expect(await run('redrive', 'image-1')).toBe('1 dead letter redriven');
    await using replica = await startReplica(bus, toJoining(spec, { within: '1h', template: mended }), 'mended');
    await replica.has('fired', 1);
    expect(await run('ls')).toBe('no dead letter is waiting');
  });

  it('lets an event that waited in vain wait again', async () => {
    await using world = await setUp(start, { within: '1s', template: mended });
    const { bus, run, spec, documents } = world;
    {
      await using replica = await startReplica(bus, documents, 'short');
      await bus.publish(...toEvent('push', 'push-1', { sha: '61137' }));
      await replica.has('deadLettered', 1);
    }
    expect(await run('ls')).toMatch(/default\/hook\/push push-1 {2}0 +it waited 1s for image$/);
    await run('redrive', 'push-1');
    await using replica = await startReplica(bus, toJoining(spec, { within: '1h', template: mended }), 'long');
    await bus.publish(...toEvent('image', 'image-1', { sha: '61137' }));
    await replica.has('fired', 1);
    expect(await run('ls')).toBe('no dead letter is waiting');
  });
});
