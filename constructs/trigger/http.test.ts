import { parseSpec } from '../../model/schema.ts';
import { http } from './http.ts';

it.each([
  'http://169.254.169.254/latest/meta-data',
  'http://[fd00:ec2::254]/',
  'http://2852039166/',
  'http://metadata.google.internal/',
])('a metadata service is refused where it is written: %s', (url) => {
  const { kind, options, schema } = http.post({ url });
  expect(() => parseSpec(schema as NonNullable<typeof schema>, { kind, ...options }, 'a')).toThrow(
    `a: url '${url}' is a metadata service, which is never called; take it out`,
  );
});
