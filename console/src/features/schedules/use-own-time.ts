import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';

/** Returns what the reader's clock shows at a time of another zone: "06:30 your time", with the date where it differs; empty where the clocks agree. */
export function useOwnTime(): (iso: string, zone: string) => string {
  const { schedules: w } = useWords();
  const formats = useFormats();
  return (iso, zone) => {
    const here = formats.time(iso);
    const there = formats.time(iso, zone);
    if (here === there) return '';
    const minute = formats.minute(iso);
    const day = (text: string) => text.slice(0, -minute.length);
    return w.your_time(day(here) === day(there) ? minute : here);
  };
}
