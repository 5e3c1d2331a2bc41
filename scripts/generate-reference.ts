import { writeFileSync } from 'node:fs';
import { renderKubernetes } from './kubernetes/render.ts';
import { constructsPage, renderConstructs } from './reference/constructs/render.ts';
import { renderReference } from './reference/render.ts';

for (const [path, text] of [...renderKubernetes(), ...renderReference()]) writeFileSync(path, text);
writeFileSync(constructsPage, renderConstructs().text);
