import type { JournalBatch, LogBatch } from '../store-port.ts';
import type { Frame } from './frame.ts';
import type { JournalBatchHeader, LogBatchHeader } from './protocol.ts';

export function encodeLogBatch({ messages, upTo, atEnd }: LogBatch): Frame<LogBatchHeader> {
  const headers = messages.map(({ event: { data, ...event }, ...message }) => ({
    ...message,
    event,
    bytes: data.byteLength,
  }));
  return {
    header: { messages: headers, upTo, atEnd },
    payload: Buffer.concat(messages.map(({ event }) => event.data)),
  };
}

export function decodeLogBatch({ header: { messages, upTo, atEnd }, payload }: Frame<LogBatchHeader>): LogBatch {
  let at = 0;
  return {
    messages: messages.map(({ event, bytes, ...message }) => {
      const data = payload.slice(at, at + bytes);
      at += bytes;
      return { ...message, event: { ...event, data } };
    }),
    upTo,
    atEnd,
  };
}

export function encodeJournalBatch({ entries, upTo, tail }: JournalBatch): Frame<JournalBatchHeader> {
  const headers = entries.map(({ position, bytes }) => ({ position, bytes: bytes.byteLength }));
  return { header: { entries: headers, upTo, tail }, payload: Buffer.concat(entries.map(({ bytes }) => bytes)) };
}

export function decodeJournalBatch({ header, payload }: Frame<JournalBatchHeader>): JournalBatch {
  let at = 0;
  return {
    entries: header.entries.map(({ position, bytes }) => {
      const from = at;
      at += bytes;
      return { position, bytes: payload.slice(from, at) };
    }),
    upTo: header.upTo,
    tail: header.tail,
  };
}
