import { useEffect } from 'react';
import { announcements, useAnnounced } from './announcements.ts';

/** The live region of the page. An open dialog hides the rest of the page from screen readers, but not live regions. `page` changes with what is shown. */
export function Announcer({ page }: { page: string }) {
  const said = useAnnounced();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is what turns it
  useEffect(() => announcements.turn(), [page]);
  return (
    <div className="visually-hidden" aria-live="polite" data-announcer>
      {said.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
