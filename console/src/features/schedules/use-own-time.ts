import { useFormats } from '../../formats/use-formats.ts';
import { useScheduleWords } from './use-schedule-words.ts';

/**
 * Returns what the reader's clock shows at a time of another zone: "06:30 your time", with the date where it differs; empty where the clocks
 * agree. `exact` adds the seconds.
 */
export function useOwnTime(): (iso: string, zone: string, exact?: boolean) => string {
  const w = useScheduleWords();
  const formats = useFormats();
  return (iso, zone, exact = false) => {
    const here = formats.time(iso);
    const there = formats.time(iso, zone);
    if (here === there) return '';
    const minute = formats.minute(iso);
    const day = (text: string) => text.slice(0, -minute.length);
    const clock = exact ? formats.clock(iso) : minute;
    return w.your_time(day(here) === day(there) ? clock : `${day(here)}${clock}`);
  };
}
