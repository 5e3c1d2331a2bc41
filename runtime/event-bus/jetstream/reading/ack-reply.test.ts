import { parseAckReply } from './ack-reply.ts';

const told = { sequence: 12, consumerSequence: 3, storedAt: 1_795_269_170_058, pending: 7 };
const numbers = '1.12.3.1795269170058014697.7';

it.each([
  ['a server alone', `$JS.ACK.ew-events.abc.${numbers}`],
  ['a domain and an account', `$JS.ACK.hub.ACCOUNTHASH.ew-events.abc.${numbers}`],
  ['a token at the end', `$JS.ACK.hub.ACCOUNTHASH.ew-events.abc.${numbers}.x1y2`],
])('a reply subject of %s is read', (_, reply) => {
  expect(parseAckReply(reply, 'abc')).toStrictEqual(told);
});

it('a reply subject of another consumer is none', () => {
  expect(parseAckReply(`$JS.ACK.ew-events.abcd.${numbers}`, 'abc')).toBeUndefined();
  expect(parseAckReply('_INBOX.worker.ci.main.1', 'abc')).toBeUndefined();
});
