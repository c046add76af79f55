import type { ComponentType } from 'react';
import type { Permission } from '../api/permissions.ts';
import type { IconName } from '../components/icon/icon.tsx';
import type { Words } from '../words/words-context.tsx';

export type PageModule = { default: ComponentType<{ params: Record<string, string> }> };

/** The groups of the navigation. Pages in no group are reached by the palette and the account menu. */
export const NAV_GROUPS = ['work', 'manage', 'connect'] as const;
export type NavGroup = (typeof NAV_GROUPS)[number];

/** A page of a feature: its path, the permission it needs, and its place in the navigation. */
export interface Route {
  /** Path pattern of wouter: `/tasks/:id`. */
  path: string;
  load(): Promise<PageModule>;
  /** The permission without which the page is neither offered nor shown. The API checks it as well. Default: everybody who is signed in. */
  needs?: Permission;
  /** Shown to everybody, without the shell. */
  open?: boolean;
  nav?: { icon: IconName; label(words: Words): string; order: number; group?: NavGroup };
}
