/** Remembers by the argument itself: by what it says where it is text, by identity where it is an object. */
export function cached<Key, Value>(create: (key: Key) => Value): (key: Key) => Value {
  return cachedBy((key) => key, create);
}

/** Remembers by what identifies the argument. */
export function cachedBy<Key, Id, Value>(identify: (key: Key) => Id, create: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Id, Value>();
  return (key) => {
    const id = identify(key);
    const value = known.get(id) ?? create(key);
    known.set(id, value);
    return value;
  };
}
