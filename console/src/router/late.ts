import { ApiError } from '@client';
import { lazy } from 'react';
import { api } from '../api/client.ts';
import { reloadOnce } from './reload-once.ts';

const AGAIN_MS = 1_500;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether the server answers; a proxy in front of it may answer for one that is away. */
async function answers(): Promise<boolean> {
  try {
    await api.live();
    return true;
  } catch (error) {
    return error instanceof ApiError && error.status < 500;
  }
}

/**
 * Loads a part of the console. If that fails, the page is reloaded as soon as the server answers: after a deployment, the new index knows the
 * new names. A reload while nothing answers would lose the page. Rejects if a reload a moment ago did not help.
 */
export async function whenThere<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    while (!(await answers())) await pause(AGAIN_MS);
    if (!reloadOnce()) throw error;
    // Nothing is shown any more before the reload.
    return new Promise(() => undefined);
  }
}

/** A component whose code is loaded when it is first shown. */
export const late: typeof lazy = (load) => lazy(() => whenThere(load));
