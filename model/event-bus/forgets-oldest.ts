/** Whether a full store forgets its oldest, which is of no use any more; the others refuse what does not fit. */
export function forgetsOldest(store: string): boolean {
  return store === 'member' || store === 'outcome';
}
