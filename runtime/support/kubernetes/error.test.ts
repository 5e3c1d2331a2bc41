import { answerTooLong, isBusy, KubernetesError } from './error.ts';

it.each([
  ['no answer', {}, 'connect ECONNREFUSED', true],
  ['an answer that is too long', { reason: answerTooLong }, 'the answer is longer than 7 bytes', false],
  ['too many requests', { status: 429 }, 'too many requests', true],
  ['an error of its own', { status: 500 }, 'Internal error occurred', false],
  ['a method that it does not implement', { status: 501 }, 'not implemented', false],
  ['nothing behind a gateway', { status: 502 }, 'bad gateway', true],
  ['an overload', { status: 503 }, 'the server is currently unable to handle the request', true],
  ['a time-out of its own', { status: 504 }, 'Timeout: request did not complete within 34s', true],
  ['a webhook that denies', { status: 503 }, 'admission webhook "a.example" denied the request: not now', false],
  ['a webhook that is away', { status: 500 }, 'failed calling webhook "a.example": no endpoints', false],
])('%s: whether the API server is busy', (_, options, message, busy) => {
  expect(isBusy(new KubernetesError(message, options))).toBe(busy);
});
