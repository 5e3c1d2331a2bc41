import { parseSpec, toJsonSchema } from '../schema.ts';
import { argoWorkflowActionSchema } from './argo-workflow.ts';
import { toArgoWorkflowRequestSchema } from './argo-workflow-request.ts';

const parse = (options: object) => parseSpec(argoWorkflowActionSchema, { kind: 'argo-workflow', ...options }, 'a');
const spec = { entrypoint: 'main', templates: [{ name: 'main', suspend: {} }] };
const submit = (workflow: object) => ({ operation: 'submit', from: { kind: 'Workflow', spec, ...workflow } });

it('an action has its defaults resolved', () => {
  expect(parse({ operation: 'resubmit' })).toStrictEqual({
    kind: 'argo-workflow',
    operation: 'resubmit',
    namespaces: [],
    memoized: false,
  });
});

it('a manifest keeps what is not checked', () => {
  const written = submit({ spec: { ...spec, ttlStrategy: { secondsAfterCompletion: 60 } } });
  expect(parse(written)).toStrictEqual({ kind: 'argo-workflow', namespaces: [], ...written });
});

it.each([
  [{ operation: 'sumbit' }, "a: operation 'sumbit' is unknown, did you mean 'submit'?"],
  [{ operation: 'submit' }, 'a: from is missing'],
  [{ operation: 'stop', namespace: 'A' }, "a: namespace 'A' names no namespace; use lower-case letters"],
  [{ operation: 'stop', memoized: true }, "a: there is no option 'memoized'"],
  [{ operation: 'submit', from: { kind: 'Template' } }, "a: from.kind 'Template' is unknown; there is 'Workflow'"],
  [{ operation: 'submit', from: { kind: 'CronWorkflow' } }, 'a: from.name is missing'],
  [{ operation: 'submit', from: { kind: 'CronWorkflow', name: 'a/b' } }, "a: from.name 'a/b' is no name"],
  [
    { ...submit({}), namePrefix: 'x'.repeat(37) },
    `a: namePrefix '${'x'.repeat(37)}' begins no name; use lower-case letters, digits and '-', at most 36 characters`,
  ],
  [
    submit({ metadata: { generateName: 'a-' } }),
    "a: from.metadata.generateName is made of the execution's id; take it out, and say in 'namePrefix'",
  ],
  [submit({ spec: {} }), "a: from.spec has neither 'templates' nor 'workflowTemplateRef'; say what it runs"],
  [
    submit({ spec: { ...spec, entrypoint: 'mian' } }),
    "a: from.spec has no template 'mian', which is its entrypoint; there is 'main'",
  ],
  [
    submit({ spec: { ...spec, arguments: { parameters: [{ name: 'a.b' }] } } }),
    "a: from.spec.arguments.parameters.0.name 'a.b' names no parameter",
  ],
  [submit({ spec: { ...spec, onExit: () => 1 } }), 'a: from.spec holds something that JSON cannot say'],
])('%j is refused', (options, message) => {
  expect(() => parse(options)).toThrow(message);
});

describe('what a template returns', () => {
  it('has the parameters that a manifest declares, and those that lack a value are required', () => {
    const parameters = [{ name: 'sha' }, { name: 'stage', value: 'dev', enum: ['dev', 'prod'] }];
    const schema = toArgoWorkflowRequestSchema(parse(submit({ spec: { ...spec, arguments: { parameters } } })));
    expect(() => parseSpec(schema, { parameters: { shaa: 1 } }, 't')).toThrow(
      "t: parameters.sha is missing\nt: parameters: there is no option 'shaa', did you mean 'sha'?",
    );
    expect(() => parseSpec(schema, { parameters: { sha: 1, stage: 'test' } }, 't')).toThrow(
      "t: parameters.stage 'test' is not allowed",
    );
    expect(toJsonSchema(schema).required).toStrictEqual(['parameters']);
  });

  it('has the namespaces of the action, and none where there are none', () => {
    const own = toArgoWorkflowRequestSchema(parse({ operation: 'stop' }));
    expect(() => parseSpec(own, { name: 'a', namespace: 'b' }, 't')).toThrow("t: there is no option 'namespace'");
    const two = toArgoWorkflowRequestSchema(parse({ operation: 'stop', namespace: 'ci', namespaces: ['cd'] }));
    expect(parseSpec(two, { name: 'a', namespace: 'cd' }, 't')).toStrictEqual({ name: 'a', namespace: 'cd' });
    expect(() => parseSpec(two, { name: 'a', namespace: 'prod' }, 't')).toThrow("t: namespace 'prod' is not allowed");
  });

  it('names a workflow as the API could', () => {
    const schema = toArgoWorkflowRequestSchema(parse({ operation: 'stop' }));
    expect(() => parseSpec(schema, { name: '../secrets' }, 't')).toThrow("t: name '../secrets' is no name");
  });
});
