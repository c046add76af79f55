import { useNow } from '../../formats/clock.ts';
import { useFormats } from '../../formats/use-formats.ts';

/** Shows the time left until a moment, kept current. Hovering shows the exact time. */
export function Until({ time }: { time: string }) {
  const formats = useFormats();
  const now = useNow();
  return (
    <time dateTime={time} title={formats.zonedTime(time)}>
      {formats.until(time, now)}
    </time>
  );
}
