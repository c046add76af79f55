import { TextArea } from '../../../components/field/text-area.tsx';
import { TextField } from '../../../components/field/text-field.tsx';
import { Select } from '../../../components/select/select.tsx';
import { sentence, sentences } from '../../../components/states/sentence.ts';
import { Switch } from '../../../components/switch/switch.tsx';
import { useFormats } from '../../../formats/use-formats.ts';
import { useLanguage, useWords } from '../../../words/words-context.tsx';
import { type FieldFault, faultAt, faultWithin } from '../faults.ts';
import { choicesOf, kindOf, labelsOf, type Property } from './json-schema.ts';
import { ListField } from './list-field.tsx';
import { ListsField } from './lists-field.tsx';
import { type FieldValue, isJson, type NamedList } from './values.ts';

const LONG_TEXT = 200;

interface Props {
  property: Property;
  value: FieldValue;
  faults: readonly FieldFault[];
  onValue(value: FieldValue): void;
}

/** The field for one param, chosen by its schema. */
export function SchemaField({ property, value, faults, onValue }: Props) {
  const language = useLanguage();
  const { name, schema } = property;
  const path = `params.${name}`;
  const error = faultAt(faults, path);
  const { title, text } = labelsOf(property, language);
  const hint = useHint(property, text);
  const common = { label: title, hint, error };
  const { required } = property;
  switch (kindOf(schema)) {
    case 'boolean':
      return <Switch label={title} hint={error ?? text} checked={value === true} onChecked={onValue} />;
    case 'choice':
      return <ChoiceField label={title} property={property} value={value} onValue={onValue} />;
    case 'list':
      return <ListField {...common} most={schema.maxItems} values={value as string[]} onValues={onValue} />;
    case 'lists':
      return (
        <ListsField
          {...common}
          path={path}
          faults={faults}
          schema={schema}
          lists={value as NamedList[]}
          onLists={onValue}
        />
      );
    case 'json':
      return (
        <JsonField
          {...common}
          path={path}
          faults={faults}
          required={required}
          value={String(value)}
          onValue={onValue}
        />
      );
    case 'text':
      return (schema.maxLength ?? Number.POSITIVE_INFINITY) > LONG_TEXT && !schema.format ? (
        <TextArea {...common} required={required} rows={2} value={String(value)} onValue={onValue} />
      ) : (
        <TextField
          {...common}
          required={required}
          value={String(value)}
          onValue={onValue}
          autoComplete="off"
        />
      );
    default:
      return (
        <TextField
          {...common}
          required={required}
          inputMode="decimal"
          value={String(value)}
          onValue={onValue}
          autoComplete="off"
        />
      );
  }
}

/** What the field is for, what it accepts, and whether it can be left empty. */
function useHint({ schema, required }: Property, text: string): string {
  const language = useLanguage();
  const { new_task: w } = useWords();
  const formats = useFormats();
  const { minimum, maximum } = schema;
  const kind = kindOf(schema);
  const range = w.range(
    minimum === undefined ? null : formats.number(minimum),
    maximum === undefined ? null : formats.number(maximum),
  );
  // A choice shows that it has a value, and so does a default.
  const open = kind !== 'choice' && schema.default === undefined;
  const hints = [
    open && !required && w.optional,
    text,
    (kind === 'number' || kind === 'integer') && range,
    schema.format === 'file-id' && w.file_hint,
  ];
  return sentences(
    hints.flatMap((one) => (typeof one === 'string' && one !== '' ? [sentence(one, language)] : [])),
  );
}

interface JsonProps {
  label: string;
  hint: string;
  path: string;
  faults: readonly FieldFault[];
  required: boolean;
  value: string;
  onValue(value: string): void;
}

/** A param whose shape has no field of its own. What is no JSON is told before what it would have to be. */
function JsonField({ hint, path, faults, value, ...rest }: JsonProps) {
  const { new_task: w, components } = useWords();
  const error = faultWithin(faults, path, components.label);
  const is_broken = error !== undefined && value.trim() !== '' && !isJson(value);
  return (
    <TextArea
      {...rest}
      code
      hint={sentences([hint, w.json_hint])}
      error={is_broken ? w.not_json : error}
      value={value}
    />
  );
}

type ChoiceProps = Pick<Props, 'property' | 'value' | 'onValue'> & { label: string };

function ChoiceField({ label, property: { schema, required }, value, onValue }: ChoiceProps) {
  const { components } = useWords();
  const options = choicesOf(schema).map((one) => ({ value: String(one), label: String(one) }));
  return (
    <Select
      label={label}
      options={required ? options : [{ value: '', label: components.none }, ...options]}
      value={String(value)}
      onValue={onValue}
    />
  );
}
