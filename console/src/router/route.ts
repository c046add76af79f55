import type { ComponentType } from 'react';
import type { Permission } from '../api/permissions.ts';
import type { IconName } from '../components/icon/icon.tsx';
import type { Words } from '../words/words-context.tsx';

export type PageModule = { default: ComponentType<{ params: Record<string, string> }> };

/** The parts of the navigation. What is in none is found by the palette and the menu of the account. */
export const NAV_GROUPS = ['work', 'manage', 'connect'] as const;
export type NavGroup = (typeof NAV_GROUPS)[number];

/** One page of a feature: where it is, what it needs, and whether the navigation names it. */
export interface Route {
  /** In wouter's form: `/tasks/:id`. */
  path: string;
  load(): Promise<PageModule>;
  /** Without it the page is neither offered nor shown; the API refuses all the same. Left out: everybody who is signed in. */
  needs?: Permission;
  /** Shown without the shell, and to everybody. */
  open?: boolean;
  nav?: { icon: IconName; label(words: Words): string; order: number; group?: NavGroup };
}
