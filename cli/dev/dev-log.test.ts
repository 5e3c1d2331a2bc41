import { createDevLog } from './dev-log.ts';
import { createPaint } from './paint.ts';

it('what a trigger logs is shown in its lines, and not obeyed', () => {
  const said: string[] = [];
  const log = createDevLog({ say: (line) => said.push(line), paint: createPaint({ isTTY: false }, {}) });
  log.with({ trigger: 'deploy/note' }).info('first\u001b[2J\nsecond', { of: '\u009b' });
  expect(said).toStrictEqual(['    deploy/note: first\\u001b[2J\n    second {"of":"\\u009b"}']);
});
