import { Redirect, useSearch } from 'wouter';

/** The grid had a page of its own once: addresses that people kept lead to the task's, with all that they say. */
export default function GridPage({ params: { id = '' } }: { params: Record<string, string> }) {
  const text = useSearch();
  return <Redirect to={`/tasks/${id}${text && `?${text}`}`} replace />;
}
