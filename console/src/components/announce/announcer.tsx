import { useAnnounced } from './announcements.ts';

/** Where what happened is read out. Dialogs hide everything beside them from screen readers, but not what is live. */
export function Announcer() {
  const said = useAnnounced();
  return (
    <p className="visually-hidden" aria-live="polite" data-announcer>
      {said}
    </p>
  );
}
