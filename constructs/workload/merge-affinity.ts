import type { Affinity } from 'kubernetes-types/core/v1.js';
import { mergeTemplate } from './merge-template.ts';

/** Both: their rules are listed one after the other. */
export function mergeAffinity(ours: Affinity | undefined, added: Affinity): Affinity {
  const merged: Record<string, object> = {};
  for (const kind of ['nodeAffinity', 'podAffinity', 'podAntiAffinity'] as const) {
    const [a, b] = [ours?.[kind], added[kind]];
    if (a ?? b) merged[kind] = mergeRules(a ?? {}, b ?? {});
  }
  return merged;
}

function mergeRules(ours: object, added: object): object {
  const before = ours as Readonly<Record<string, unknown>>;
  const joined = Object.entries(added).map(([rule, value]) => {
    const known = before[rule];
    return [rule, Array.isArray(known) && Array.isArray(value) ? [...known, ...value] : value];
  });
  return mergeTemplate(ours, Object.fromEntries(joined));
}
