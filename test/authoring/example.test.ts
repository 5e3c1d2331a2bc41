import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { App } from 'cdk8s';
import { parseDocument } from '../../model/document/parse-document.ts';
import { toJsonSchema } from '../../model/schema.ts';
import { CiChart } from '../../stacks/ci.ts';
import { environments } from '../../stacks/environments.ts';
import { Push, Release } from '../../stacks/github-payloads.ts';
import { documentsOf } from './synthesize.ts';

const github: readonly { readonly name: string; readonly examples: readonly object[] }[] = createRequire(
  import.meta.url,
)('@octokit/webhooks-examples');

const chart = new CiChart(new App(), 'ci', environments.prod);

it('the example synthesizes the manifests that it always did', () => {
  expect(App.of(chart).synthYaml()).toMatchSnapshot();
});

it('a runtime reads every document of the example', () => {
  const documents = documentsOf(chart);
  expect(Object.keys(documents)).toHaveLength(6);
  for (const [name, document] of Object.entries(documents))
    expect(parseDocument(JSON.stringify(document), name)).toStrictEqual(document);
});

it.each([
  ['push', Push],
  ['release', Release],
])('every %s that GitHub publishes as an example fits the schema', (name, schema) => {
  const validate = new Ajv2020({ strict: false }).compile(toJsonSchema(schema));
  const examples = github.find((event) => event.name === name)?.examples ?? [];
  expect(examples.length).toBeGreaterThan(5);
  expect(examples.filter((example) => !validate(example))).toStrictEqual([]);
});
