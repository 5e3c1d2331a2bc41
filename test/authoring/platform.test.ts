import { noAction, noEvent, noLocked } from './platform.ts';
import './payloads.ts';

it("a platform team's programs run as they compile", () => {
  expect(noAction).not.toThrow();
});

it('an event that a source does not have is an error of synthesis too', () => {
  expect(noEvent).toThrow("event source 'clock': event 'hourly': there is no such event; there is 'nightly'");
  expect(noLocked).toThrow("test/github: event 'locked': there is no such event; there is 'push', 'release'");
});
