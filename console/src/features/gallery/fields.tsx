import { useState } from 'react';
import { Checkbox } from '../../components/checkbox/checkbox.tsx';
import { Combobox } from '../../components/combobox/combobox.tsx';
import { PasswordField } from '../../components/field/password-field.tsx';
import { TextField } from '../../components/field/text-field.tsx';
import { Segmented } from '../../components/segmented/segmented.tsx';
import { Select } from '../../components/select/select.tsx';
import { Switch } from '../../components/switch/switch.tsx';
import { TagList } from '../../components/tag-list/tag-list.tsx';
import styles from './gallery.module.css';
import { useGalleryWords } from './use-gallery-words.ts';

export function Fields() {
  const w = useGalleryWords();
  const [text, setText] = useState('');
  const [choice, setChoice] = useState('one');
  const [on, setOn] = useState(true);
  const [tags, setTags] = useState([w.option_one, w.option_two]);
  const options = [
    { value: 'one', label: w.option_one },
    { value: 'two', label: w.option_two },
    { value: 'three', label: w.option_three },
  ];
  return (
    <div className={styles.fields}>
      <TextField label={w.label} hint={w.hint} value={text} onValue={setText} />
      <TextField label={w.label} error={w.error} value={text} onValue={setText} />
      <PasswordField
        label={w.label}
        name="gallery"
        autoComplete="new-password"
        value={text}
        onValue={setText}
      />
      <Select label={w.choice} options={options} value={choice} onValue={setChoice} />
      <Combobox
        label={w.choice}
        options={options}
        value={choice}
        onValue={(next) => setChoice(next ?? 'one')}
      />
      <Segmented labelled label={w.choice} options={options} value={choice} onValue={setChoice} />
      <Checkbox label={w.label} checked={on} onChecked={setOn}>
        {w.label}
      </Checkbox>
      <Switch label={w.label} hint={w.hint} checked={on} onChecked={setOn} />
      <TagList label={w.tags} values={tags} onValues={setTags} />
    </div>
  );
}
