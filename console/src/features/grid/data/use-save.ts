import type { Item } from '@client';
import { useMutation } from '@tanstack/react-query';
import { faultOf } from '../../../components/states/fault-of.ts';
import { notifyFailure } from '../../../components/toast/toast.tsx';
import { saveItems } from './downloads.ts';

/** Downloads the files of items and shows a message if that fails. */
export function useSave(id: string) {
  return useMutation({
    mutationFn: (items: readonly Item[]) => saveItems(id, items),
    onError: (error) => notifyFailure(faultOf(error).message),
  });
}
