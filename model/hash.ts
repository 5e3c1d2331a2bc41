/**
 * Which of `count` equal shares a key falls into: FNV-1a over its UTF-16 units, with murmur's finalizer.
 * The answer is a contract: slots of addresses and partitions of work are derived from it.
 */
export function toShare(key: string, count: number): number {
  return hash32(key) % count;
}

/** A 32-bit hash, unsigned. Not for secrets. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
