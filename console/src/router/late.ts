import { ApiError } from '@client';
import { lazy } from 'react';
import { api } from '../api/client.ts';
import { failedStyles } from './failed-styles.ts';
import { reload } from './reload.ts';

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

async function untilAnswers(): Promise<void> {
  while (!(await answers())) await pause(AGAIN_MS);
}

/**
 * Loads a part of the console. If that fails, it is loaded again as soon as the server answers. If it fails although the server answers, the
 * page is reloaded: after a deployment, the new index knows the new names. A reload while nothing answers would lose the page. Rejects if a
 * reload a moment ago did not help.
 */
export async function whenThere<T>(load: () => Promise<T>): Promise<T> {
  let answered = false;
  for (;;) {
    try {
      if (answered) await failedStyles.load();
      return await load();
    } catch (error) {
      const away = !(await answers());
      if (answered && !away) {
        if (!reload.once()) throw error;
        // Nothing is shown any more before the reload.
        return new Promise(() => undefined);
      }
      if (away) await untilAnswers();
      answered = true;
    }
  }
}

/** A component whose code is loaded when it is first shown. */
export const late: typeof lazy = (load) => lazy(() => whenThere(load));
