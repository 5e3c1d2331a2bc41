/** Where objects without a namespace are on a laptop, as `kubectl` has it. */
export const defaultNamespace = 'default';
