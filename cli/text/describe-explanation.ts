import type { Explanation } from '../../runtime/sensor/explain.ts';

const longestValue = 80;

/** `push: data.ref === "main" was false, data.ref is "dev"` */
export function describeExplanation(explanation: Explanation): string {
  const { dependency } = explanation;
  if (explanation.kind !== 'passed' && explanation.reason !== undefined) return `${dependency}: ${explanation.reason}`;
  if (explanation.kind !== 'refused' || !explanation.because) return dependency;
  const { term, values } = explanation.because;
  const met = values.map(({ path, value }) => `${path} is ${show(value)}`);
  return [`${dependency}: ${term} was false`, ...met].join(', ');
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
