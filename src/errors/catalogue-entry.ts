/** One error a caller can receive. */
export interface CatalogueEntry {
  status: number;
  en: string;
  zh: string;
  /** What the caller should do. */
  todo: { en: string; zh: string };
}
