/** Id of the heading of the page, after which its main part is named for screen readers. */
export const PAGE_TITLE = 'page-title';
