import { writeFileSync } from 'node:fs';
import { renderReference } from './reference/render.ts';

for (const [path, text] of renderReference()) writeFileSync(path, text);
