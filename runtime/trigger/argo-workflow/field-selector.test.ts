import { parseNodeSelector } from './field-selector.ts';

const node = {
  id: 'wf-1',
  name: 'wf[0].approve',
  displayName: 'approve',
  type: 'Suspend',
  phase: 'Running',
  templateRef: { name: 'shared', template: 'wait' },
  inputs: { parameters: [{ name: 'stage', value: 'a,b=c' }] },
};

it.each([
  ['displayName=approve', true],
  ['displayName==approve,phase!=Failed', true],
  ['displayName=approve,phase=Failed', false],
  ['templateName=wait,templateRef.name=shared', true],
  ['inputs.parameters.stage.value=a\\,b\\=c', true],
  ['inputs.parameters.other.value=', true],
])('%s selects a node: %p', (selector, expected) => {
  expect(parseNodeSelector(selector)(node)).toBe(expected);
});

it.each(['approve', 'colour=red', 'displayName=a=b'])('%s is refused', (selector) => {
  expect(() => parseNodeSelector(selector)).toThrow(`template: nodeFieldSelector: '${selector}' selects nothing`);
});
