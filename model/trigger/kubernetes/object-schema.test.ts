import { checkTemplate, readExpression } from '../../expression/index.ts';
import { objectSchema, patchSchema } from './object-schema.ts';

const job = objectSchema({ apiVersion: 'batch/v1', kind: 'Job' });
const check = (template: () => unknown, schema = job) =>
  checkTemplate(readExpression(template, { at: 'a' }), schema, 'a: template');

describe('the schema of a built-in kind', () => {
  it('takes what the kind has, down to its last field', () => {
    check(() => ({
      apiVersion: 'batch/v1',
      metadata: { labels: { a: 'b' }, ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'b' }] },
      spec: {
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [{ name: 'a', resources: { limits: { cpu: '1' } }, ports: [{ containerPort: 80 }] }],
          },
        },
      },
    }));
  });

  it.each([
    [() => ({ spek: {} }), "a: template.spek: there is no 'spek', did you mean 'spec'?"],
    [() => ({ metadata: { generateName: 'a-' } }), "a: template.metadata.generateName: there is no 'generateName'"],
    [() => ({ kind: 'Pod' }), "a: template.kind: 'Pod' is not allowed, there are Job"],
    [() => ({ spec: {} }), "a: template.spec: 'template' is missing, add it"],
    [
      () => ({ spec: { template: { spec: { containers: [{ name: 1 }] } } } }),
      'a: template.spec.template.spec.containers[0].name: an integer stands where a string is expected',
    ],
  ])('refuses %s', (template, message) => {
    expect(() => check(template)).toThrow(message);
  });

  it('takes a port by its number or its name', () => {
    const service = objectSchema({ apiVersion: 'v1', kind: 'Service' });
    check(
      () => ({
        spec: {
          ports: [
            { port: 80, targetPort: 'http' },
            { port: 81, targetPort: 8081 },
          ],
        },
      }),
      service,
    );
    expect(() => check(() => ({ spec: { ports: [{ port: 80, targetPort: true }] } }), service)).toThrow('targetPort');
  });
});

describe('the schema of a patch', () => {
  const patch = patchSchema({ apiVersion: 'apps/v1', kind: 'Deployment' });

  it('needs no part, takes null for a field to be taken away, and directives', () => {
    check(() => ({ metadata: { labels: null }, spec: { replicas: null, template: { $patch: 'replace' } } }), patch);
  });

  it('refuses a field that the kind does not have', () => {
    expect(() => check(() => ({ spec: { replica: 1 } }), patch)).toThrow(
      "there is no 'replica', did you mean 'replicas'?",
    );
  });
});
