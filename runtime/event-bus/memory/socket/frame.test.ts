import fc from 'fast-check';
import { encodeFrame, FrameReader } from './frame.ts';

test('frames come out as they went in, however the stream is cut', () => {
  const frame = fc
    .tuple(fc.nat(), fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 100 }))
    .map(([id, text, payload]) => ({ header: { id, text }, payload }));
  fc.assert(
    fc.property(fc.array(frame), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (frames, cuts) => {
      const bytes = Buffer.concat(frames.flatMap(({ header, payload }) => encodeFrame(header, payload)));
      const reader = new FrameReader();
      const read: unknown[] = [];
      for (let at = 0, turn = 0; at < bytes.byteLength; turn++) {
        const end = at + (cuts[turn % cuts.length] ?? 1);
        read.push(...reader.push(bytes.subarray(at, end)));
        at = end;
      }
      expect(read).toStrictEqual(frames);
    }),
  );
});

test('a length that no frame has is refused', () => {
  expect(() => [...new FrameReader().push(Buffer.from('GET / HTTP/1.1\r\n'))]).toThrow(RangeError);
});
