import { Section } from '../../../components/page/page.tsx';
import { useWords } from '../../../words/words-context.tsx';
import type { Editing } from '../use-draft.ts';
import { propertiesOf } from './json-schema.ts';
import { SchemaField } from './schema-field.tsx';

/** A form for the params of a task type, made from its JSON Schema. */
export function SchemaForm({ editing }: { editing: Editing }) {
  const { new_task: w } = useWords();
  const { type, draft, faults, setValue } = editing;
  const properties = propertiesOf(type);
  if (properties.length === 0) return null;
  return (
    <Section title={w.params}>
      {properties.map((property) => (
        <SchemaField
          key={property.name}
          property={property}
          value={draft.values[property.name] ?? ''}
          faults={faults}
          onValue={(value) => setValue(property.name, value)}
        />
      ))}
    </Section>
  );
}
