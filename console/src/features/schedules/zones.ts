import type { Option } from '../../components/select/select.tsx';
import type { Formats } from '../../formats/formats.ts';
import type { Words } from '../../words/words-context.tsx';

const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

/** All time zones, each found by its id, its name, and the cities in it. What people call them is looked up once it is needed. */
export function zoneOptions(formats: Formats, { zone_cities, schedules: w }: Words): Option<string>[] {
  const cities: Partial<Record<string, string>> = zone_cities;
  return ZONES.map((zone) => ({
    value: zone,
    get label() {
      return w.zone_named(zone, formats.zoneNames(zone).name);
    },
    get hint() {
      const { offset, name } = formats.zoneNames(zone);
      return w.zone_hint(offset, name);
    },
    get words() {
      return `${zone.replaceAll('_', ' ')} ${cities[zone] ?? ''}`;
    },
  }));
}
