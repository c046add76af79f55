import { useMemo, useState } from 'react';
import { Combobox } from '../../components/combobox/combobox.tsx';
import { TextField } from '../../components/field/text-field.tsx';
import { Switch } from '../../components/switch/switch.tsx';
import { halfWidth } from '../../formats/half-width.ts';
import { useFormats } from '../../formats/use-formats.ts';
import { type FieldFault, faultAt } from '../new-task/faults.ts';
import { faultsOf } from '../new-task/server-faults.ts';
import { RuleChoice } from './rule-choice.tsx';
import { RulePreview } from './rule-preview.tsx';
import { cronOf, type Shape, shapeOf } from './rule-shape.ts';
import { useScheduleWords } from './use-schedule-words.ts';
import { useRulePreview } from './use-schedules.ts';
import { zoneOptions } from './zones.ts';

export interface RuleDraft {
  name: string;
  cron: string;
  time_zone: string;
  overlap: 'allow' | 'skip';
}

interface Props {
  rule: RuleDraft;
  faults: readonly FieldFault[];
  onRule(change: Partial<RuleDraft>): void;
}

/** Fields for the times of a schedule. The rule is explained in words while it is typed. */
export function RuleFields({ rule, faults, onRule }: Props) {
  const w = useScheduleWords();
  const formats = useFormats();
  const zones = useMemo(() => zoneOptions(formats, w), [formats, w]);
  const preview = useRulePreview(rule);
  const all = [...faults, ...faultsOf(preview.error)];
  // After choosing to write a cron rule, the field stays, also if the rule could be built by choosing.
  const [own, setOwn] = useState(false);
  const shape: Shape = { ...shapeOf(rule.cron), ...(own && { kind: 'own' }) };
  const change = (next: Partial<Shape>) => {
    if (next.kind) setOwn(next.kind === 'own');
    onRule({ cron: cronOf({ ...shape, ...next }, rule.cron) });
  };
  return (
    <>
      <TextField
        label={w.schedule_name}
        error={faultAt(faults, 'name')}
        required
        maxLength={200}
        autoComplete="off"
        value={rule.name}
        onValue={(name) => onRule({ name })}
      />
      <RuleChoice shape={shape} onShape={change} />
      {shape.kind === 'own' && (
        <TextField
          label={w.cron}
          hint={w.cron_hint}
          error={faultAt(all, 'cron')}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          value={rule.cron}
          onValue={(cron) => onRule({ cron: halfWidth(cron) })}
        />
      )}
      <Combobox
        label={w.time_zone}
        options={zones}
        error={faultAt(all, 'time_zone')}
        value={rule.time_zone}
        onValue={(time_zone) => onRule({ time_zone: time_zone ?? 'UTC' })}
      />
      <RulePreview
        preview={preview.error ? undefined : preview.data}
        old={preview.isPlaceholderData}
        waits={preview.isLoading}
        zone={rule.time_zone}
      />
      <Switch
        label={w.overlap}
        hint={w.overlap_hint}
        checked={rule.overlap === 'skip'}
        onChecked={(skip) => onRule({ overlap: skip ? 'skip' : 'allow' })}
      />
    </>
  );
}
