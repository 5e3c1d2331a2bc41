import type { SecretRef } from '../../../model/secret-ref.ts';

/** Reads secrets, and takes their values out of texts that somebody will read. */
export interface SeenSecrets {
  read(ref: SecretRef): Promise<string>;
  /** What was made of a secret is one too. */
  add(value: string): void;
  hide(text: string): string;
}

export function watchSecrets(read: (ref: SecretRef) => Promise<string>): SeenSecrets {
  const values = new Set<string>();
  const add = (value: string) => {
    // as it is, and as a target quotes it back in JSON or in a URL
    for (const form of [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value.toWellFormed())])
      if (form !== '') values.add(form);
  };
  return {
    async read(ref) {
      const value = await read(ref);
      if (!values.has(value)) add(value);
      return value;
    },
    add(value) {
      if (!values.has(value)) add(value);
    },
    hide(text) {
      let hidden = text;
      for (const value of longestFirst(values)) hidden = hidden.replaceAll(value, '[secret]');
      return withoutTail(hidden, values);
    },
  };
}

function longestFirst(values: ReadonlySet<string>): readonly string[] {
  return [...values].sort((a, b) => b.length - a.length);
}

/** A text that was cut off may end within a secret. */
function withoutTail(text: string, values: ReadonlySet<string>): string {
  for (const value of values)
    for (let length = Math.min(value.length - 1, text.length); length >= shortestTail; length--)
      if (text.endsWith(value.slice(0, length))) return text.slice(0, -length);
  return text;
}

const shortestTail = 4;
