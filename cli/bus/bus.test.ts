import { startNatsServer } from '../../runtime/event-bus/jetstream/testing/nats-server.ts';
import { openProject } from './testing/open-project.ts';

async function serveJetStream() {
  const server = await startNatsServer();
  return {
    spec: { kind: 'jetstream', name: 'main', servers: [server.url] } as const,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

it('apply tells each change once, and changes nothing when it is repeated', async () => {
  await using project = await openProject();
  await project.write(1);
  const { code, lines } = await project.run('apply');
  expect(code).toBe(0);
  expect(lines).toContain("default/worker: default/deploy/note begins at 'beginning'");
  expect(lines).toContain('event: maxBytes 536870912 is now 1048576');
  expect(await project.run('apply')).toStrictEqual({ code: 0, lines: ['nothing to change'] });
});

it('check names each problem until apply has solved it', async () => {
  await using project = await openProject();
  await project.write(1);
  const before = await project.run('check');
  expect(before.code).toBe(1);
  expect(before.lines).toContain("events: its quota is 512Mi, not 1Mi, run 'eventwright bus apply'");
  expect(before.lines).toContain("default/deploy/note: it has no first position, run 'eventwright bus apply'");
  await project.run('apply');
  expect(await project.run('check')).toStrictEqual({ code: 0, lines: ['ok'] });
});

it('status tells of each store and trigger', async () => {
  await using project = await openProject();
  await project.write(1);
  await project.run('apply');
  const { lines } = await project.run('status');
  expect(lines.map((line) => line.replaceAll(/\d+Ki|\d+ +\d+ /g, '…'))).toContain('default/deploy/note  0');
  expect(lines.slice(0, 2)).toStrictEqual([
    'store        messages  holds  quota  full  copies',
    'events       0         0      1Mi    0 %   1 of 1',
  ]);
  const { lines: told } = await project.run('status', true);
  expect(JSON.parse(told[0] ?? '')).toMatchObject({
    stores: { events: { messages: 0, quota: { maxBytes: 1024 ** 2 } } },
    triggers: [{ name: 'default/deploy/note', pending: 0, oldestAt: null }],
    orphans: null,
  });
});

it('on JetStream, apply makes what an empty server lacks, and check is content then', async () => {
  await using project = await openProject(serveJetStream);
  await project.write(1);
  const before = await project.run('check');
  expect(before.lines).toContain("events: the store is missing, run 'eventwright bus apply'");
  const { lines } = await project.run('apply');
  expect(lines).toContain('ew-events: made, for 1048576 bytes, in one copy');
  expect(lines.at(-1)).toBe('7 changes made');
  expect(new Set(lines).size).toBe(lines.length);
  expect(await project.run('apply')).toStrictEqual({ code: 0, lines: ['nothing to change'] });
  expect(await project.run('check')).toStrictEqual({ code: 0, lines: ['ok'] });
  expect((await project.run('status')).lines[1]).toBe('events       0         0      1Mi    0 %   1 of 1');
  await project.write(3);
  await expect(project.run('apply')).rejects.toThrow(/^event bus main: .*3/);
  expect((await project.run('check')).code).toBe(1);
}, 30_000);

it('a plan that the bus refuses is told with the procedure', async () => {
  await using project = await openProject();
  await project.write(3);
  await expect(project.run('apply')).rejects.toThrow(
    'event bus main: a memory store is one copy, not 3; ask for 1 replica',
  );
  expect((await project.run('check')).lines).toContain(
    "events: it is set to 1 copy, not 3, run 'eventwright bus apply'",
  );
});

it('a program without a Keeper leaves the stores as the Keeper of another program made them', async () => {
  await using project = await openProject(serveJetStream);
  await project.write(undefined);
  await expect(project.run('apply')).rejects.toThrow(/^event bus main: .*3 copies need a cluster/);
  await project.write(1);
  await project.run('apply');
  await project.write(undefined);
  const told =
    'the program declares no Keeper: stores that exist stay as they are, others get the defaults (see docs/keeper.md)';
  expect(await project.run('apply')).toStrictEqual({ code: 0, lines: [told, 'nothing to change'] });
  expect(await project.run('check')).toStrictEqual({ code: 0, lines: [told, 'ok'] });
}, 30_000);

it('status knows the keeper of the program before it has found anything', async () => {
  await using project = await openProject();
  await project.write(1);
  await project.run('apply');
  expect((await project.run('status')).lines.at(-1)).toBe('no keeper of this bus is known here');
  await project.keep();
  expect((await project.run('status')).lines.slice(-2)).toStrictEqual(['orphan  since', 'none']);
});

it('a secret that is missing is told, once waiting for it has not helped', async () => {
  await using project = await openProject(serveJetStream, {
    more: { auth: { method: 'token', token: { name: 'nats', key: 'token' } } },
  });
  await project.write(1);
  await expect(project.run('status')).rejects.toThrow(
    "event bus main: no connection within 10 s: key 'token' of Secret 'nats' is missing, put it into the file secrets/nats/token",
  );
}, 30_000);

it('an unknown verb is refused', async () => {
  await using project = await openProject();
  await expect(project.run('aply')).rejects.toThrow("say what to do, apply, status, check, users: 'aply' is none");
});
