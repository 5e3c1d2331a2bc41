import { shorten } from './expression/shorten.ts';
import { InvalidSpecError } from './invalid-spec-error.ts';

const dnsLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const identifier = /^[A-Za-z_]([-\w]*\w)?$/;
const longest = 63;
const reserved = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether it can name a Kubernetes object, an event or a trigger: a DNS label of 63 characters at the most. */
function isName(text: string): boolean {
  return text.length <= longest && dnsLabel.test(text);
}

/** Whether it can name a dependency: as conditions write it, and as templates destructure it. */
export function isDependencyName(text: string): boolean {
  return text.length <= longest && identifier.test(text) && !reserved.has(text);
}

/** Throws an `InvalidSpecError` where `name` cannot name `what`: an event, a trigger, a worker. */
export function checkName(what: string, name: string, at: string): void {
  if (isName(name)) return;
  throw new InvalidSpecError(
    `${at}: '${shorten(name)}' cannot name ${what}; use lower-case letters, digits and '-', ${limits(toName(name))}`,
  );
}

/** The same for what gives its name to Services, with something behind it. */
export function checkServiceName(
  what: string,
  name: string,
  { at, longest }: { readonly at: string; readonly longest: number },
): void {
  const fits = (text: string) => text.length <= longest && /^[a-z]/.test(text) && isName(text);
  if (fits(name)) return;
  const proposal = toName(name)
    .replace(/^[^a-z]+/, '')
    .slice(0, longest);
  throw new InvalidSpecError(
    `${at}: '${name}' cannot name ${what}; begin with a letter, and use lower-case letters, digits and '-', ${limits(proposal, fits, longest)}`,
  );
}

/** Throws an `InvalidSpecError` where `name` cannot name a dependency. */
export function checkDependencyName(name: string, at: string): void {
  if (isDependencyName(name)) return;
  const letters = name.replace(/^\W+|\W+$/g, '').replace(/[^-\w]+/g, '_');
  throw new InvalidSpecError(
    `${at}: '${shorten(name)}' cannot name a dependency; use letters, digits, '_' and '-', ${limits(letters, isDependencyName)}`,
  );
}

function limits(proposal: string, fits = isName, most = longest): string {
  const limit = `at most ${most} characters`;
  return fits(proposal) ? `${limit}, for example '${proposal}'` : limit;
}

/** `pullRequest` is `pull-request`. */
function toName(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, longest);
}
