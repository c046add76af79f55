import { useAnnounced } from './announcements.ts';

/** The live region of the page. An open dialog hides the rest of the page from screen readers, but not live regions. */
export function Announcer() {
  const said = useAnnounced();
  return (
    <p className="visually-hidden" aria-live="polite" data-announcer>
      {said}
    </p>
  );
}
