import field from '../field/field.module.css';
import styles from './combobox.module.css';

interface Props {
  label: string;
  placeholder: string;
}

/** Takes the place of a combobox of a bar of filters until its code is loaded. */
export const ComboboxSoon = ({ label, placeholder }: Props) => (
  <div className={styles.box} data-compact="true">
    <div className={field.group}>
      <input disabled aria-label={label} className={field.control} placeholder={placeholder} />
    </div>
  </div>
);
