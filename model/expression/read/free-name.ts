import type { Node } from 'acorn';
import { namesIn } from '../names.ts';
import type { Reader } from './reader.ts';
import type { Scope } from './scope.ts';
import { reject } from './source.ts';

export const rewritten = 'the compiler rewrote this function for an old engine, set its `target` to ES2020 or later';

/** What compilers call to stand in for syntax that an old engine lacks. */
const lowering =
  /^_{1,2}(assign|spread\w*|rest|read|extends|values|to_?consumable_?array|sliced_?to_?array|to_?array|object_?(spread|without)\w*|define_?property|create_?class|type_?of|tagged_?template\w*|objSpread|objRest|pow|wrap_?reg_?exp)\w*$/i;

/** What compilers to CommonJS call a module: `_constants`, `constants_1`, `import_constants`. */
const importedModule = /^_(?!_)|_\d+$|^import_/;

const known: Readonly<Record<string, string>> = {
  Date: 'an expression has no clock, use the `time` of the event and `Date.parse`',
  arguments: '`arguments` is not there, take a parameter',
  console: 'an expression has no console',
  process: 'an expression has no environment, read it in the program and bind the value',
};

export function isLowering(name: string): boolean {
  return lowering.test(name);
}

/** Whether a member of this object is a name that the program imported. */
export function isImported(name: string, scope: Scope): boolean {
  return importedModule.test(name) && !scope.find(name);
}

/** Refuses a name that the function does not declare, and says how to bring the value in. */
export function rejectFree(reader: Reader, node: Node, { name, scope }: { name: string; scope: Scope }): never {
  return reject(reader.source, node, whyFree(reader, name, scope));
}

function whyFree({ bound }: Reader, name: string, scope: Scope): string {
  if (scope.isLater(name)) return `'${name}' is used before its declaration, move the declaration up`;
  if (isLowering(name)) return rewritten;
  if (Object.hasOwn(known, name)) return known[name] as string;
  if (namesIn(name).length > 0) return `'${name}' alone is no value, call one of ${namesIn(name).join(', ')}`;
  const outside = `'${name}' comes from outside the function`;
  if (!bound) return `${outside}, give it to the helper as an argument`;
  const take = `take it as the second argument: \`(…, { ${name} }) => …\``;
  return bound.names.includes(name)
    ? `${outside}, it is bound; ${take}`
    : `${outside}, bind it: \`bind: { ${name} }\`, and ${take}`;
}
