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

/** Throws an `InvalidSpecError` where `name` cannot name a dependency. */
export function checkDependencyName(name: string, at: string): void {
  if (isDependencyName(name)) return;
  const letters = name.replace(/^\W+|\W+$/g, '').replace(/[^-\w]+/g, '_');
  throw new InvalidSpecError(
    `${at}: '${shorten(name)}' cannot name a dependency; use letters, digits, '_' and '-', ${limits(letters, isDependencyName)}`,
  );
}

function limits(proposal: string, fits = isName): string {
  const most = `at most ${longest} characters`;
  return fits(proposal) ? `${most}, for example '${proposal}'` : most;
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
