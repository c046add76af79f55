import { Section } from '../../../components/page/page.tsx';
import { useWords } from '../../../words/words-context.tsx';
import { faultAt } from '../faults.ts';
import type { NamedList } from '../schema/values.ts';
import type { Editing } from '../use-draft.ts';
import { PictureFields } from './picture-fields.tsx';
import { PromptField } from './prompt-field.tsx';
import { useSaidVariables } from './use-said-variables.ts';
import { VariableList } from './variable-list.tsx';
import { variablesAfter, withPlaceholder } from './variables.ts';

/** The form for the params of `image`: the prompt, the values of its placeholders, and the look of the pictures. */
export function MatrixBuilder({ editing }: { editing: Editing }) {
  const { new_task: w } = useWords();
  const { draft, faults, setValues } = editing;
  const prompt = String(draft.values.prompt ?? '');
  const variables = (draft.values.variables ?? []) as NamedList[];
  useSaidVariables(variables);
  const setPrompt = (next: string) =>
    setValues({ prompt: next, variables: variablesAfter(variables, prompt, next) });
  return (
    <>
      <Section title={w.prompt_section}>
        <PromptField
          prompt={prompt}
          variables={variables}
          error={faultAt(faults, 'params.prompt')}
          onPrompt={setPrompt}
        />
        <VariableList
          editing={editing}
          prompt={prompt}
          variables={variables}
          onVariables={(next) => setValues({ variables: next })}
          onInsert={(name) => setPrompt(withPlaceholder(prompt, name))}
        />
      </Section>
      <Section title={w.picture}>
        <PictureFields editing={editing} variables={variables} />
      </Section>
    </>
  );
}
