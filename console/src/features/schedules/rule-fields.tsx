import { Combobox } from '../../components/combobox/combobox.tsx';
import { TextField } from '../../components/field/text-field.tsx';
import { Select } from '../../components/select/select.tsx';
import { Switch } from '../../components/switch/switch.tsx';
import { useWords } from '../../words/words-context.tsx';
import { type FieldFault, faultAt } from '../new-task/faults.ts';
import { faultsOf } from '../new-task/server-faults.ts';
import { RulePreview } from './rule-preview.tsx';
import styles from './schedules.module.css';
import { useRulePreview } from './use-schedules.ts';

export interface RuleDraft {
  name: string;
  cron: string;
  time_zone: string;
  overlap: 'allow' | 'skip';
}

const PATTERNS = {
  hourly: '0 * * * *',
  daily: '0 8 * * *',
  weekdays: '0 8 * * 1-5',
  weekly: '0 8 * * 1',
  monthly: '0 8 1 * *',
} as const;

const zones = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])].map((zone) => ({
  value: zone,
  label: zone,
}));

interface Props {
  rule: RuleDraft;
  faults: readonly FieldFault[];
  onRule(change: Partial<RuleDraft>): void;
}

/** When a schedule fires, with what the rule says as it is typed. */
export function RuleFields({ rule, faults, onRule }: Props) {
  const { schedules: w } = useWords();
  const preview = useRulePreview(rule);
  const all = [...faults, ...faultsOf(preview.error)];
  const pattern = Object.entries(PATTERNS).find(([, cron]) => cron === rule.cron)?.[0] ?? 'own';
  const patterns = [
    { value: 'hourly', label: w.pattern_hourly },
    { value: 'daily', label: w.pattern_daily },
    { value: 'weekdays', label: w.pattern_weekdays },
    { value: 'weekly', label: w.pattern_weekly },
    { value: 'monthly', label: w.pattern_monthly },
    { value: 'own', label: w.pattern_own },
  ];
  const choose = (next: string) => {
    if (next in PATTERNS) onRule({ cron: PATTERNS[next as keyof typeof PATTERNS] });
  };
  return (
    <>
      <TextField
        label={w.schedule_name}
        error={faultAt(faults, 'name')}
        maxLength={200}
        autoComplete="off"
        value={rule.name}
        onValue={(name) => onRule({ name })}
      />
      <div className={styles.pair}>
        <Select label={w.pattern} options={patterns} value={pattern} onValue={choose} />
        <Combobox
          label={w.time_zone}
          options={zones}
          error={faultAt(all, 'time_zone')}
          value={rule.time_zone}
          onValue={(time_zone) => onRule({ time_zone: time_zone ?? 'UTC' })}
        />
      </div>
      <TextField
        label={w.cron}
        hint={w.cron_hint}
        error={faultAt(all, 'cron')}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        value={rule.cron}
        onValue={(cron) => onRule({ cron })}
      />
      <RulePreview preview={preview.error ? undefined : preview.data} />
      <Switch
        label={w.overlap}
        hint={w.overlap_hint}
        checked={rule.overlap === 'skip'}
        onChecked={(skip) => onRule({ overlap: skip ? 'skip' : 'allow' })}
      />
    </>
  );
}
