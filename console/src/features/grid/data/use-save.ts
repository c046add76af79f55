import type { Item } from '@client';
import { useMutation } from '@tanstack/react-query';
import { faultOf } from '../../../components/states/fault-of.ts';
import { notifyFailure } from '../../../components/toast/toast.tsx';
import { saveItems } from './downloads.ts';

/** Saves files of a task's items, and says when that failed. */
export function useSave(id: string) {
  return useMutation({
    mutationFn: (items: readonly Item[]) => saveItems(id, items),
    onError: (error) => notifyFailure(faultOf(error).message),
  });
}
