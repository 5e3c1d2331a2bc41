import { checkTrigger } from './check-trigger.ts';
import type { CorrelationSpec } from './correlation.ts';
import type { DependencySpec } from './sensor.ts';

const event: DependencySpec = {
  eventSource: 'ci',
  event: 'any',
  onFilterError: 'deadLetter',
  collect: 'latest',
  maxEvents: 100,
};
const dependencies = { push: event, image: event, scan: event };
const code = '({ data }) => data.sha';
const correlate: CorrelationSpec = {
  by: { push: { code }, image: { code } },
  within: '30m',
  onTimeout: 'deadLetter',
  maxOpen: 10,
};
const resets = [{ schedule: '0 0 * * *', timeZone: 'UTC' }];

interface Case {
  readonly when: string;
  readonly resets?: typeof resets;
  readonly formerName?: string;
  readonly unkeyed?: true;
}

const check = ({ unkeyed, ...trigger }: Case) =>
  checkTrigger(
    { name: 'deploy', at: "a: trigger 'deploy'", resets: [], ...trigger },
    { dependencies, ...(!unkeyed && { correlate }) },
  );

it.each<Case>([
  { when: 'push || scan' },
  { when: 'push && image', resets },
  { when: 'push && !image' },
  { when: 'push && scan', unkeyed: true, resets },
  { when: 'push', formerName: 'release' },
])('%j stands', (trigger) => {
  expect(() => check(trigger)).not.toThrow();
});

it.each<[Case, string]>([
  [{ when: 'push && imge' }, "when: 'push && imge': 'imge' is no dependency, did you mean 'image'?"],
  [{ when: 'push && !image', unkeyed: true }, "when: 'push && !image': '!' is not known before a window ends"],
  [{ when: 'push || !image' }, "when: 'push || !image': it holds when nothing has arrived"],
  [
    { when: 'push && scan' },
    "when: 'push && scan': 'scan' has no key in correlate.by, and would meet nothing; add by: { 'scan': (event) => … }",
  ],
  [
    { when: 'push || image', resets },
    "resets: it acts on one event at a time, and none waits for another; take 'resets' out",
  ],
  [{ when: 'push', formerName: 'a.b' }, "formerName: 'a.b' cannot name a trigger; use lower-case letters"],
  [
    { when: 'push', formerName: 'deploy' },
    "formerName 'deploy' is its own name; write what it was called before, or take it out",
  ],
])('%j is refused', (trigger, message) => {
  expect(() => check(trigger)).toThrow(
    expect.objectContaining({
      name: 'InvalidSpecError',
      message: expect.stringContaining(`a: trigger 'deploy': ${message}`),
    }),
  );
});
