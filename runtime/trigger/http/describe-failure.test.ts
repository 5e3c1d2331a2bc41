import { errors } from 'undici';
import { TriggerError } from '../error.ts';
import { toTriggerError } from './describe-failure.ts';

function failure(code: string, more: object = {}): Error {
  return Object.assign(new Error(`raw ${code}`), { code, ...more });
}

describe('a request without an answer', () => {
  it.each([
    [failure('ECONNRESET'), 'it broke off the connection before it answered'],
    [failure('EHOSTUNREACH'), 'it cannot be reached: there is no route to it'],
    [new errors.ConnectTimeoutError('raw'), 'it cannot be reached: connecting timed out'],
    [new errors.SocketError('other side closed'), 'it closed the connection before it answered'],
    [
      new AggregateError([failure('ECONNREFUSED'), failure('ENETUNREACH')], ''),
      'it refused the connection; nothing listens there',
    ],
    [
      failure('ERR_TLS_CERT_ALTNAME_INVALID', { reason: 'Host: a is not in the cert' }),
      'its certificate is for another name: Host: a is not in the cert; set tls.serverName',
    ],
    [
      failure('SELF_SIGNED_CERT_IN_CHAIN'),
      'its certificate is signed by nobody we trust (SELF_SIGNED_CERT_IN_CHAIN); set tls.ca',
    ],
    [failure('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'), 'it wants a client certificate; set tls.cert and tls.key'],
    [failure('HPE_INVALID_CONSTANT'), 'its answer is not HTTP (HPE_INVALID_CONSTANT)'],
    [failure('EWHATEVER'), 'raw EWHATEVER'],
    ['thrown', 'thrown'],
  ])('is tried again, and says why: %p', (error, reason) => {
    const { code, retryable, message } = toTriggerError(error, 'api.test');
    expect({ code, retryable, message }).toStrictEqual({
      code: 'targetUnavailable',
      retryable: true,
      message: `api.test: ${reason}`,
    });
  });

  it('is given up where undici does not send it', () => {
    const error = toTriggerError(new errors.InvalidArgumentError('invalid request path'), 'api.test');
    expect(error).toMatchObject({ code: 'invalidTemplate', retryable: false });
  });

  it('keeps an error that is the trigger’s own', () => {
    const error = new TriggerError('forbiddenTarget', 'no');
    expect(toTriggerError(error, 'api.test')).toBe(error);
  });
});
