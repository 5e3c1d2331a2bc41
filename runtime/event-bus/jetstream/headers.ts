/** The headers of a message as NATS writes them. Values hold no line break. */
export function encodeHeaders(headers: Readonly<Record<string, string>>): Uint8Array {
  let text = 'NATS/1.0\r\n';
  for (const name in headers) text += `${name}: ${headers[name]}\r\n`;
  return Buffer.from(`${text}\r\n`);
}
