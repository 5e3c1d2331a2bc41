/**
 * What a program declared cannot be built. The message reads `<path>: <what is wrong>, <the fix>`, where the path is
 * the construct's path, or the document's name, followed by the option.
 * @example
 * InvalidSpecError: ci/github: webhook event 'push': endpoint 'push' must start with '/', for example '/push'
 */
export class InvalidSpecError extends Error {
  override readonly name = 'InvalidSpecError';
}
