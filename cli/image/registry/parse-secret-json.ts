/** The object in a text that holds a secret, nothing where there is none: the parser's own error would quote the text. */
export function parseSecretJson<T extends object>(text: string): Partial<T> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
