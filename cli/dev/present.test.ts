import type { Observation, Subject } from '../../runtime/support/observation.ts';
import { createPaint } from './paint.ts';
import { present } from './present.ts';

const subject: Subject = {
  trigger: { namespace: 'ci', sensor: 'deploy', trigger: 'announce' },
  address: { class: 'event', namespace: 'ci', eventSource: 'github', event: 'push' },
  event: {
    id: '9f3c2a10-6b1f-4c55-8d4e-27f1b0a9a001',
    source: '/ci/github',
    type: 'eventwright.webhook',
    time: '2026-01-01T00:00:00Z',
    data: new Uint8Array(),
  },
};
const { address, event, trigger } = subject;
const plain = createPaint({ isTTY: false }, {});
const explain = () => ["push: data.ref === 'refs/heads/main' was false, data.ref is 'refs/heads/topic'"];

const shown: readonly (readonly [Observation, readonly string[]])[] = [
  [{ kind: 'stored', address, event }, ['', '→ github/push 9f3c2a10…']],
  [
    { kind: 'fired', ...subject, executionId: 'x', attempts: 1, detail: '200' },
    ['  deploy/announce fired 200 9f3c2a10…'],
  ],
  [
    { kind: 'fired', ...subject, executionId: 'x', attempts: 3, detail: '200' },
    ['  deploy/announce fired 200, 3 attempts 9f3c2a10…'],
  ],
  [
    { kind: 'filtered', ...subject },
    [
      "  deploy/announce filtered push: data.ref === 'refs/heads/main' was false, data.ref is 'refs/heads/topic' 9f3c2a10…",
    ],
  ],
  [
    { kind: 'deadLettered', ...subject, reason: 'answered 400', attempts: 1 },
    ['  deploy/announce dead-lettered after 1 attempt: answered 400 9f3c2a10…'],
  ],
  [
    { kind: 'retrying', ...subject, reason: 'connection refused', attempt: 2, inMs: 2_100 },
    ['  deploy/announce retrying attempt 2: connection refused; again in 2.1 s 9f3c2a10…'],
  ],
  [
    { kind: 'circuit', trigger, state: 'open', reason: 'connection refused' },
    ['  deploy/announce pauses, its target is away: connection refused'],
  ],
  [
    { kind: 'filtered', ...subject, by: 'condition', dependency: 'push' },
    ['  deploy/announce filtered push: the condition is false 9f3c2a10…'],
  ],
  [{ kind: 'joined', ...subject, executionId: 'x', dependency: 'push' }, ['  deploy/announce joined 9f3c2a10…']],
  [
    { kind: 'superseded', ...subject, by: { source: '/ci/github', id: 'push-2' } },
    ['  deploy/announce superseded 9f3c2a10…, by push-2'],
  ],
  [{ kind: 'duplicate', ...subject, seenAt: 0 }, ['  deploy/announce duplicate 9f3c2a10…']],
  [{ kind: 'expired', ...subject, dependency: 'push' }, ['  deploy/announce expired as push 9f3c2a10…']],
  [
    { kind: 'reset', ...subject, tick: 0, dependency: 'push' },
    ['  deploy/announce let go as push, by a reset 9f3c2a10…'],
  ],
  [{ kind: 'circuit', trigger, state: 'closed' }, ['  deploy/announce goes on']],
  [
    { kind: 'refused', eventSource: 'ci/github', reason: 'the signature is wrong' },
    ['', '✗ ci/github refused: the signature is wrong'],
  ],
  [
    { kind: 'moving', trigger, partition: 3, state: 'waits' },
    ['  deploy/announce waits in partition 3, until all partitions follow'],
  ],
  [{ kind: 'moving', trigger, partition: 3, state: 'begins' }, []],
  [{ kind: 'outcomesLost', trigger, count: 2 }, ['  deploy/announce lost 2 records of what became of events']],
  [{ kind: 'listening', eventSource: 'ci/github', where: 'POST /push' }, []],
  [{ kind: 'accepted', ...subject }, []],
  [
    {
      kind: 'retrying',
      ...subject,
      event: { ...event, id: 'e\u001b[2J' },
      reason: 'HTTP\n\u009b',
      attempt: 1,
      inMs: 0,
    },
    ['  deploy/announce retrying attempt 1: HTTP\\u000a\\u009b; again in 0.0 s e\\u001b[2J'],
  ],
];

it.each(shown.map(([observation, lines]) => ({ kind: observation.kind, observation, lines })))(
  '$kind is shown as $lines',
  ({ observation, lines }) => {
    expect(present(observation, plain, explain)).toStrictEqual(lines);
  },
);

it('colours are for terminals, and never where NO_COLOR is set', () => {
  const red = (isTTY: boolean, env: Record<string, string>) => createPaint({ isTTY }, env)('red', 'a');
  expect([red(true, {}), red(false, {}), red(true, { NO_COLOR: '1' })]).toStrictEqual(['\x1b[31ma\x1b[39m', 'a', 'a']);
});
