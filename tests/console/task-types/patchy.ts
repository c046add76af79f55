/** A matrix whose cells with the value `bad` fail the first time they run. */
type Label = Record<string, string>;
interface Params {
  variables: Record<string, string[]>;
}

const combinations = ({ variables }: Params): Label[] =>
  Object.entries(variables).reduce<Label[]>(
    (made, [name, values]) => made.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );

export default {
  type: 'patchy',
  isolation: 'inline',
  attempts: 1,
  params: {
    type: 'object',
    required: ['variables'],
    properties: {
      variables: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } },
    },
  },
  plan(params: Params) {
    const labels = combinations(params);
    return {
      count: labels.length,
      item: (index: number) => ({ input: labels[index], label: labels[index] }),
    };
  },
  run(label: Label, { attempt }: { attempt: number }) {
    if (attempt === 1 && Object.values(label).includes('bad')) throw new Error('bad cannot be drawn');
    return label;
  },
};
