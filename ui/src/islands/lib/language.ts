/** The page's language, for the few words that scripts say. */
export const vietnamese: boolean = document.documentElement.lang !== 'en';

/** Picks the words of the page's language. */
export function tell(vi: string, en: string): string {
  return vietnamese ? vi : en;
}
