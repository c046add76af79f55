import { Redirect, useSearch } from 'wouter';

/** Redirects old URLs of grids to the page of the task, with their parameters. */
export default function GridPage({ params: { id = '' } }: { params: Record<string, string> }) {
  const text = useSearch();
  return <Redirect to={`/tasks/${id}${text && `?${text}`}`} replace />;
}
