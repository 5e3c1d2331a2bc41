import { nearest } from './expression/did-you-mean.ts';

/** `, did you mean 'verify'?`, or what there is. */
export function suggest(word: string, candidates: readonly string[]): string {
  const meant = nearest(word, candidates);
  if (meant !== undefined) return `, did you mean '${meant}'?`;
  return candidates.length === 0 ? '; there is none' : `; there is ${candidates.map((c) => `'${c}'`).join(', ')}`;
}
