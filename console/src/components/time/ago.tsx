import { useNow } from '../../formats/clock.ts';
import { useFormats } from '../../formats/use-formats.ts';

/** Shows how long ago a moment was, kept current. Hovering shows the exact time. */
export function Ago({ time }: { time: string }) {
  const formats = useFormats();
  const now = useNow();
  return (
    <time dateTime={time} title={formats.zonedTime(time)}>
      {formats.ago(time, now)}
    </time>
  );
}
