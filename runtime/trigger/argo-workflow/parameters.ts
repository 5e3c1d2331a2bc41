import type { Parameter, WorkflowSpec } from './workflow.ts';

export type ParameterValues = Readonly<Record<string, string | number | boolean | undefined>>;

/** A spec with other values of its parameters; those that it does not have are added. */
export function withParameters<Spec extends WorkflowSpec>(spec: Spec, values: ParameterValues = {}): Spec {
  const given = new Map(Object.entries(values).filter(([, value]) => value !== undefined));
  if (given.size === 0) return spec;
  const replaced = (spec.arguments?.parameters ?? []).map((parameter): Parameter => {
    const value = given.get(parameter.name);
    if (value === undefined) return parameter;
    given.delete(parameter.name);
    const { valueFrom: _, ...others } = parameter;
    return { ...others, value: String(value) };
  });
  const added = [...given].map(([name, value]) => ({ name, value: String(value) }));
  return { ...spec, arguments: { ...spec.arguments, parameters: [...replaced, ...added] } };
}

/** The parameters of a spec that have no value, neither there nor among the given ones. */
export function findMissing({ arguments: declared }: WorkflowSpec, values: ParameterValues = {}): readonly string[] {
  return (declared?.parameters ?? [])
    .filter(({ name, value, valueFrom }) => value === undefined && !valueFrom && !Object.hasOwn(values, name))
    .map(({ name }) => name);
}
