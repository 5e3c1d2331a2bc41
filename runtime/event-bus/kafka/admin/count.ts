const plurals = { partition: 'partitions', copy: 'copies' } as const;

/** How many there are, in words: `1 copy`, `3 copies`. */
export function count(number: number, what: keyof typeof plurals): string {
  return `${number} ${number === 1 ? what : plurals[what]}`;
}
