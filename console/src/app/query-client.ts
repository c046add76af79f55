import { ApiError } from '@client';
import { QueryClient } from '@tanstack/react-query';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // The API client already retries calls where that makes sense. During an outage, queries try again for as long as the page is open.
      retry: (failures, error) => !(error instanceof ApiError) && failures < 2,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
