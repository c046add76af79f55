import type { Option } from '../../components/select/select.tsx';
import type { Formats } from '../../formats/formats.ts';
import { zone_cities as en } from '../../words/en/zone-cities.ts';
import { zone_cities as zh } from '../../words/zh/zone-cities.ts';
import type { ScheduleWords } from './use-schedule-words.ts';

const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
/** In both languages; not in the dictionaries, which every page loads. */
const CITIES: Partial<Record<string, string>> = Object.fromEntries(
  Object.entries(en).map(([zone, cities]) => [zone, `${cities} ${zh[zone as keyof typeof zh]}`]),
);

/** All time zones, each found by its id, its name, and the cities in it. What people call them is looked up once it is needed. */
export function zoneOptions(formats: Formats, w: ScheduleWords): Option<string>[] {
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
      return `${zone.replaceAll('_', ' ')} ${CITIES[zone] ?? ''}`;
    },
  }));
}
