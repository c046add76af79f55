import { useNow } from '../../formats/clock.ts';
import { useFormats } from '../../formats/use-formats.ts';

/** How long until then, kept current; the whole time when it is pointed at. */
export function Until({ time }: { time: string }) {
  const formats = useFormats();
  const now = useNow();
  return (
    <time dateTime={time} title={formats.fullTime(time)}>
      {formats.until(time, now)}
    </time>
  );
}
