import { useLocation } from 'wouter';

/** Leads to another page after an answer, unless another was opened meanwhile: nobody is called back from where they went on. */
export function useLeave(): (to: string) => void {
  const [path, navigate] = useLocation();
  return (to) => {
    if (location.pathname === path) navigate(to);
  };
}
