import ts from 'typescript';
import { describe, type Page } from './describe.ts';
import { PublicNames } from './public-names.ts';
import { schemas } from './schemas.ts';
import { leftOut, sections } from './sections.ts';

export const constructsPage = 'docs/reference/constructs.md';
const entry = 'constructs/index.ts';

const head = `# Constructs

Every construct, function and option of the package, made of its sources by \`npm run docs\`. What they are for is on the
pages of [deployment](../deployment.md), [workers](../workers.md), [the keeper](../keeper.md),
[JetStream](../event-buses/jetstream.md), [webhooks](../event-sources/webhook.md),
[calendars](../event-sources/calendar.md), [sensors](../sensors.md) and [delivery](../triggers/delivery.md).

Where a table tells defaults, what is neither required nor has one may be left out; elsewhere \`?\` stands behind its name.`;

/** The page, and the public names that are neither on it nor left out of it. */
export interface ConstructsPage {
  readonly text: string;
  readonly forgotten: readonly string[];
}

/** The reference of everything that the package exports. Throws where a section names what is not exported. */
export function renderConstructs(): ConstructsPage {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile('tsconfig.json', ts.sys.readFile).config,
    ts.sys,
    '.',
  );
  const names = new PublicNames(ts.createProgram([entry], options), entry);
  const headings = new Set(Object.values(sections).flat());
  const page: Page = { names, headings, schemas: new Map(schemas) };
  const written = Object.entries(sections).map(([title, listed]) =>
    [`## ${title}`, ...listed.map((name) => `### ${name}\n\n${describe(name, page)}`)].join('\n\n'),
  );
  return {
    text: `${[head, ...written].join('\n\n')}\n`,
    forgotten: names.all.filter((name) => !headings.has(name) && !leftOut.has(name)),
  };
}
