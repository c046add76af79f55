import { gallery as en } from '../../words/en/gallery.ts';
import { useOwnWords } from '../../words/words-context.tsx';
import { gallery as zh } from '../../words/zh/gallery.ts';

const WORDS = { en, zh };

/** The words of the gallery of components, which no other page loads. */
export const useGalleryWords = () => useOwnWords(WORDS);
