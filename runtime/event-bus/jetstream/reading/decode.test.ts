import { parseHeaders, toPayload } from './decode.ts';

it('headers are read as others write them, too', () => {
  expect(parseHeaders('NATS/1.0\r\nce-id: 1\r\nCe-Type:a:b \r\nNats-Msg-Id: x\r\nce-subject: ü\r\n\r\n')).toStrictEqual(
    {
      'ce-id': '1',
      'ce-type': 'a:b',
      'nats-msg-id': 'x',
      'ce-subject': 'ü',
    },
  );
});

it('a message without headers has none', () => {
  expect(parseHeaders('')).toStrictEqual({});
});

it('a small payload does not keep the buffer that it came in', () => {
  const came = Buffer.alloc(64 * 1024, 'x');
  expect(toPayload(came.subarray(10, 14))).toStrictEqual(new Uint8Array([120, 120, 120, 120]));
  expect(toPayload(came.subarray(10, 14)).buffer.byteLength).toBe(4);
});

it('a large payload is not copied', () => {
  const came = Buffer.alloc(64 * 1024);
  expect(toPayload(came).buffer).toBe(came.buffer);
});
