/** Every page of the console, and what can be opened on it: the list that axe goes through. tests/rules compares it with the source. */
import type { Page } from 'playwright-core';

/** Ids of what there is to look at. */
export interface Made {
  task_id: string;
  failed_id: string;
  user_id: string;
  schedule_id: string;
  webhook_id: string;
}

export interface Part {
  name: string;
  /** The file under features/ that it is written in. */
  of: string;
  /** Opens it on the page as it stands. */
  open(page: Page): Promise<unknown>;
  /** Escape does not bring back the page as it was. */
  reload?: boolean;
  /** The page below it looks different from before. */
  changes_page?: boolean;
}

export interface ShownPage {
  path: string;
  /** It stands open as soon as the page does: the file under features/. */
  opened?: string;
  parts?: Part[];
}

const first = (page: Page) => page.locator('#content header button').first().click();

/** The last button of a page deletes what it shows. */
const last = (page: Page) => page.locator('#content button').last().click();

const more = (page: Page) => page.locator('#content header [aria-haspopup=menu]').click();

/** An entry of the menu that stands open. */
const entry = async (page: Page, place: number) => {
  await page.locator('[role=menuitem]').nth(place).click();
  await page.locator('[role=menu]').waitFor({ state: 'detached' });
};

const views = (page: Page) => page.locator('search [aria-haspopup=menu]').click();

const listParts: Part[] = [
  { name: 'palette', of: 'palette/palette.tsx', open: (page) => page.keyboard.press('Control+k') },
  { name: 'shortcuts', of: 'palette/shortcuts-dialog.tsx', open: (page) => page.keyboard.press('?') },
  {
    name: 'status filter',
    of: 'tasks/task-toolbar.tsx',
    open: (page) => page.locator('search [role=combobox]').first().click(),
  },
  { name: 'views', of: 'tasks/views/views-menu.tsx', open: views },
  {
    name: 'bulk',
    of: 'tasks/bulk/bulk-dialog.tsx',
    async open(page) {
      await page.locator('tbody [role=checkbox]').first().click();
      // All tasks have ended: what fits none is not offered.
      await page.locator('section button:not([aria-disabled])').first().click();
    },
    reload: true,
    changes_page: true,
  },
];

const taskParts: Part[] = [
  { name: 'task menu', of: 'task/task-menu.tsx', open: more },
  {
    name: 'edit task',
    of: 'task/edit-task.tsx',
    async open(page) {
      await more(page);
      await entry(page, 0);
    },
  },
  {
    name: 'delete task',
    of: 'task/task-menu.tsx',
    async open(page) {
      await more(page);
      await entry(page, -1);
    },
  },
];

const gridParts: Part[] = [
  {
    name: 'menu of an axis',
    of: 'grid/axes/axis-chip.tsx',
    open: (page) => page.locator('[data-variable]').first().click(),
  },
  {
    name: 'values of an axis',
    of: 'grid/axes/values-dialog.tsx',
    async open(page) {
      await page.locator('[data-variable]').first().click();
      await entry(page, -1);
    },
  },
  {
    name: 'only some values of a grid',
    of: 'grid/only-menu.tsx',
    open: (page) => page.locator('[data-tools] [aria-haspopup=menu]').nth(-2).click(),
  },
  {
    name: 'downloads of a grid',
    of: 'grid/download-menu.tsx',
    open: (page) => page.locator('[data-tools] [aria-haspopup=menu]').last().click(),
  },
];

/** One way to compare after the other. */
const compareParts: Part[] = [1, 2].map((mode) => ({
  name: ['side by side', 'slider', 'flicker'][mode] ?? '',
  of: 'grid/compare/compare.tsx',
  open: (page) => page.locator('[role=dialog] [role=radio]').nth(mode).click(),
  reload: true,
}));

const keyParts: Part[] = [
  { name: 'delete key', of: 'keys/keys-page.tsx', open: (page) => page.locator('td button').first().click() },
  {
    name: 'new key',
    of: 'keys/new-key-dialog.tsx',
    open: (page) => page.locator('#content button').first().click(),
  },
];

/** What an administrator sees, with what there is to open. */
export const pagesOf = ({ task_id, failed_id, user_id, schedule_id, webhook_id }: Made): ShownPage[] => [
  { path: '/tasks', parts: listParts },
  { path: '/tasks?status=cancelled' },
  {
    path: '/tasks?q=lantern',
    parts: [
      {
        name: 'name of a view',
        of: 'tasks/views/views-menu.tsx',
        async open(page) {
          await views(page);
          await entry(page, -1);
        },
      },
    ],
  },
  {
    path: '/tasks/new?type=wait',
    parts: [
      {
        name: 'type of a new task',
        of: 'new-task/type-choice.tsx',
        open: (page) => page.locator('#content [role=combobox]').first().click(),
      },
    ],
  },
  {
    path: `/tasks/new?from=${task_id}`,
    parts: [
      {
        name: 'actions for a variable',
        of: 'new-task/matrix/variable-row.tsx',
        open: (page) => page.locator('form ul button[aria-haspopup=menu]').first().click(),
      },
    ],
  },
  { path: `/tasks/${task_id}?pick=0.1`, parts: [...taskParts, ...gridParts] },
  {
    path: `/tasks/${task_id}?tab=items`,
    parts: [
      {
        name: 'item',
        of: 'task/item/item-drawer.tsx',
        open: (page) => page.locator('[data-item] button').first().click(),
      },
    ],
  },
  // An older address of the grid.
  { path: `/tasks/${task_id}/grid` },
  { path: `/tasks/${task_id}?tab=params` },
  { path: `/tasks/${failed_id}` },
  { path: `/tasks/${failed_id}?tab=log` },
  { path: `/tasks/${task_id}?item=0`, opened: 'task/item/item-drawer.tsx' },
  { path: `/tasks/${task_id}?open=1`, opened: 'grid/lightbox/lightbox.tsx' },
  {
    path: `/tasks/${task_id}?pick=0.1&compare=1`,
    opened: 'grid/compare/compare.tsx',
    parts: compareParts,
  },
  { path: '/schedules' },
  {
    path: '/schedules/new',
    parts: [
      {
        name: 'time zones',
        of: 'schedules/rule-fields.tsx',
        open: (page) => page.locator('#content input[role=combobox]').first().fill('Europe/B'),
        reload: true,
      },
    ],
  },
  {
    path: `/schedules/${schedule_id}`,
    parts: [{ name: 'delete schedule', of: 'schedules/delete-schedule.tsx', open: last }],
  },
  {
    path: '/webhooks',
    parts: [
      { name: 'new webhook', of: 'webhooks/create-webhook-dialog.tsx', open: first },
      {
        name: 'task types of a webhook',
        of: 'webhooks/type-choice.tsx',
        async open(page) {
          await first(page);
          await page.locator('[role=dialog] [role=combobox]').click();
        },
        reload: true,
      },
    ],
  },
  {
    path: `/webhooks/${webhook_id}`,
    parts: [{ name: 'delete webhook', of: 'webhooks/webhook-actions.tsx', open: last }],
  },
  {
    path: '/account',
    parts: [
      {
        name: 'account menu',
        of: 'shell/account-menu.tsx',
        open: (page) => page.locator('#nav button').last().click(),
      },
    ],
  },
  { path: '/users', parts: [{ name: 'new user', of: 'users/create-user-dialog.tsx', open: first }] },
  {
    path: `/users/${user_id}`,
    parts: [{ name: 'delete user', of: 'users/delete-user.tsx', open: last }],
  },
  {
    path: '/system',
    parts: [
      { name: 'drain', of: 'system/workers.tsx', open: (page) => page.locator('td button').first().click() },
    ],
  },
  { path: '/keys', parts: keyParts },
  {
    path: '/audit?time=days',
    parts: [
      {
        name: 'people of the audit log',
        of: 'users/person-filter.tsx',
        open: (page) => page.locator('search [role=combobox]').first().click(),
      },
      {
        name: 'actions of the audit log',
        of: 'audit/audit-toolbar.tsx',
        open: (page) => page.locator('search [role=combobox]').nth(1).click(),
        reload: true,
      },
    ],
  },
  { path: '/gallery' },
  { path: '/no-such-page' },
];

/** Before anybody has signed in. */
export const openPagesOf = (token: string): ShownPage[] => [
  { path: '/' },
  { path: `/password#token=${token}` },
  { path: '/password' },
];

/** What somebody sees who has just been given an account. */
export const NEWCOMER_PAGES: ShownPage[] = [
  { path: '/tasks' },
  // Not for this role.
  { path: '/users' },
];

/** Looked at where they are made: tests/console/sign-in.test.ts, keyboard-kept.test.ts and task.test.ts. */
export const ELSEWHERE = [
  'account/sessions.tsx',
  'users/new-user-link.tsx',
  'sign-in/first-password.tsx',
  'task/cancel-task.tsx',
];
