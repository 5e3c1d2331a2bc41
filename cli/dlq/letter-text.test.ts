import type { EventAddress } from '../../model/event/address.ts';
import type { Event } from '../../model/event/event.ts';
import { chooseLetters } from './choose-letters.ts';
import { describeLetter } from './letter-text.ts';
import { listLetters, toJsonLine } from './list.ts';
import type { StoredLetter } from './read-letters.ts';

const address: EventAddress = { class: 'event', namespace: 'ci', eventSource: 'github', event: 'push' };
const storedAt = Date.parse('2026-01-01T00:00:00Z');

function held(id: string, attributes: Pick<Event, 'data' | 'datacontenttype' | 'extensions'>) {
  const event: Event = {
    id,
    source: '/ci/github/push',
    type: 'push',
    time: '2026-01-01T00:00:00Z',
    ...attributes,
  };
  return { offset: id, address, event, storedAt };
}

function pushed(id: string) {
  return held(id, {
    datacontenttype: 'application/json',
    extensions: { ewmeta: '{"headers":{"authorization":"Bearer x"}}' },
    data: Buffer.from('{"after":"61137"}'),
  });
}

const push = pushed('push-1');
const image = held('image-1', { datacontenttype: 'image/png', data: new Uint8Array([255, 0]) });
const joined = { key: '61137', executionId: 'e', events: { push: [push, pushed('push-2')], image: [image] } };
const { storedAt: _, ...completing } = image;
const letter: StoredLetter = {
  ...completing,
  id: 'ci/deploy/both/e',
  shortId: '0123456789',
  trigger: { namespace: 'ci', sensor: 'deploy', trigger: 'both' },
  at: '7',
  storedAt: storedAt + 60_000,
  reason: '400 Bad Request',
  attempts: 1,
  executionId: 'e',
  worker: 'ci/main',
  joined,
  template: { headers: { authorization: 'Bearer y' }, body: { sha: '61137' } },
};

describe('a dead letter of several events', () => {
  it('is shown with each of them, and with what was made of them', () => {
    const ofTwo = { ...letter, joined: { ...joined, events: { push: [push], image: [image] } } };
    expect(describeLetter(ofTwo).join('\n')).toMatchInlineSnapshot(`
"id         0123456789
trigger    ci/deploy/both
worker     ci/main
given up   2026-01-01T00:01:00.000Z
attempts   1
execution  e
key        61137
reason     400 Bad Request
events     2

Event of 'push'
  address          ci/github/push
  stored           2026-01-01T00:00:00.000Z
  id               push-1
  source           /ci/github/push
  type             push
  time             2026-01-01T00:00:00Z
  datacontenttype  application/json

Meta
  {
    "headers": {
      "authorization": "***"
    }
  }

Payload, 17 bytes
  {
    "after": "61137"
  }

Event of 'image'
  address          ci/github/push
  stored           2026-01-01T00:00:00.000Z
  id               image-1
  source           /ci/github/push
  type             push
  time             2026-01-01T00:00:00Z
  datacontenttype  image/png

Payload, 2 bytes
  not text, in base64: /wA=

Template
  {
    "headers": {
      "authorization": "***"
    },
    "body": {
      "sha": "61137"
    }
  }"
`);
    const titles = describeLetter(letter).filter((line) => line.startsWith('Event'));
    expect(titles).toStrictEqual(["Event of 'push'", "Event of 'push'", "Event of 'image'"]);
  });

  it('is shown with the reason alone where they came to no execution', () => {
    const { template: _, ...bare } = letter;
    expect(describeLetter({ ...bare, executionId: '' }).join('\n')).not.toContain('Template');
    expect(describeLetter(bare).at(-1)).toBe('  left out: there is no room for it beside the events');
  });

  it('is listed by the one that completed them, and says how many more there are', () => {
    expect(listLetters([letter], 10)).toMatchInlineSnapshot(`
[
  "id          time                  trigger         event                              attempts  reason",
  "0123456789  2026-01-01T00:01:00Z  ci/deploy/both  ci/github/push image-1 and 2 more  1         400 Bad Request",
]
`);
    expect(JSON.parse(toJsonLine(letter))).toMatchInlineSnapshot(`
{
  "address": "ci/github/push",
  "attempts": 1,
  "event": "image-1",
  "events": {
    "image": [
      "image-1",
    ],
    "push": [
      "push-1",
      "push-2",
    ],
  },
  "execution": "e",
  "id": "0123456789",
  "key": "61137",
  "letter": "ci/deploy/both/e",
  "reason": "400 Bad Request",
  "time": "2026-01-01T00:01:00.000Z",
  "trigger": "ci/deploy/both",
  "worker": "ci/main",
}
`);
  });

  it('is found by the id of any of them', () => {
    const ids = ['push-1', 'push-2', 'image-1', '0123', 'ci/deploy/both/e'];
    expect(chooseLetters([letter], ids)).toStrictEqual([letter]);
  });
});
