/**
 * Names that could be taken for others (UTS 39): which letters are accepted at all, which may be in one name together ("highly
 * restrictive"), and which names of another script could be read as Latin. Names are in their normalized spelling, in lower case.
 */

/**
 * Of these scripts, the letters that languages of today use, in the form that NFC gives them. The rest of their blocks (phonetic
 * letters, small capitals, old letters, combining marks) contains too many that look like a letter or a sign of ASCII. `ı` is among
 * those, too.
 */
const LATIN =
  'a-z·ß-öø-\\u0130\\u0134-\\u0137\\u0139-\\u013e\\u0141-\\u0148\\u014a-\\u017eơưə\\u01cd-\\u01dc\\u01de-\\u01e3\\u01e6-\\u01f0ǵ\\u01f8-\\u021b\\u021e\\u021f\\u0226-\\u0233\\u1e00-\\u1e99\\u1ea0-\\u1ef9';
const GREEK = '\\u0390\\u03ac-\\u03ce\\u1f00-\\u1fff';
const CYRILLIC = '\\u0430-\\u045f\\u048a-\\u052f';
/** The other scripts that UAX 31 recommends for names; each is written alone. */
const ALONE =
  'Arabic Armenian Bengali Devanagari Ethiopic Georgian Gujarati Gurmukhi Hebrew Kannada Khmer Lao Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan'.split(
    ' ',
  );

const of = (script: string) => `\\p{Script_Extensions=${script}}`;
/** Signs and digits of ASCII stand beside any script; every other character belongs to the scripts that use it. */
const SETS = [
  [LATIN, ...['Han', 'Hiragana', 'Katakana'].map(of)],
  [LATIN, ...['Han', 'Bopomofo'].map(of)],
  [LATIN, ...['Han', 'Hangul'].map(of)],
  [GREEK],
  [CYRILLIC],
  ...ALONE.map((script) => [of(script)]),
].map((parts) => new RegExp(`^[!-@\\[-\`{-~${parts.join('')}]+$`, 'u'));

/** Letters that belong to no script (modifiers such as ʼ), and marks for any: they look like signs. ー and 〆 are Japanese. */
const NO_SCRIPT = /[[\p{L}&&\p{Script=Common}]--[ー〆]]|[\u0300-\u036f]/v;
/** A mark without a letter, or twice above or below the same one, cannot be seen. */
const UNSEEN_MARK = /(^|[^\p{L}\p{M}])\p{M}|(\p{Mn})\2/u;

/** Strokes that look like signs of ASCII unless they stand beside a letter of their own kind. */
const STROKE = '一丨丶丿〇ノ';
const OWN = `[[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Bopomofo}\\p{Script=Hangul}]--[${STROKE}]]`;
const LONE_STROKE = new RegExp(`(?<!${OWN})[${STROKE}](?!${OWN})`, 'v');
/** The sign of a long vowel looks like a dash elsewhere. */
const LONE_LENGTH_MARK = /(?<![\p{Script=Hiragana}\p{Script=Katakana}ー])ー/u;

/**
 * Katakana that look like Han or Hiragana, and those that look like them. The letters beside them tell which they are: カ of カメラ is kana,
 * 力 of 王力 is Han.
 */
const LIKE_HAN = 'エオカタチトニハロヘベペ';
const LIKE_KATAKANA = '工才力夕千卜二八口囗亻丿一へべぺ';
const KATAKANA = '[\\p{Script=Katakana}ー]';
/** Without the kana that names have between Han: 一ノ瀬, 八ヶ岳, 三ツ矢. */
const OF_KANA_WORDS = '[[\\p{Script=Katakana}ー]--[ノヶケツ]]';
const OTHERS = '[\\p{Script=Han}\\p{Script=Hiragana}]';
const UNTOLD_KANA = new RegExp(`(?<!${KATAKANA})[${LIKE_HAN}]+(?!${KATAKANA})`, 'u');
const UNTOLD_HAN = new RegExp(
  `(?<=${OF_KANA_WORDS})[${LIKE_KATAKANA}]+(?!${OTHERS})|(?<!${OTHERS})[${LIKE_KATAKANA}]+(?=${OF_KANA_WORDS})`,
  'v',
);

/**
 * Letters and digits that look like Latin ones: the data of UTS 39 (confusables), and a few more that people have used. Letters with
 * marks are compared without them, but the accent of a Greek word tells that it is Greek (άννα). The Hebrew yod, which looks like an
 * apostrophe, is in too many names (יוסי).
 */
const LIKE_LATIN = new RegExp(
  `^[${[
    'αγικνορσυ',
    'абсԁеһіјӏорԛѕԝхуъьпгґѵѡүҽӕәҫҿћ',
    'ագզհոռսցքօ',
    'וןסטװױײ',
    'اهھہە\u0660\u0661\u0665\u0667\u06f0\u06f1\u06f5\u06f7',
    '०ॽ০৪৭੦੧੪૦ଠ୦୨௦౦೦ഠ൦൭๐໐ဝ၀ყჿሀዐ〇ノ丨丶丿',
  ].join('')}]+$`,
  'u',
);

/** Whether a name consists of letters of one script, or of scripts that are written together, and nothing in it hides. */
export const isWrittenTogether = (name: string): boolean =>
  SETS.some((set) => set.test(name)) &&
  !NO_SCRIPT.test(name) &&
  !UNSEEN_MARK.test(name) &&
  !LONE_LENGTH_MARK.test(name) &&
  !UNTOLD_KANA.test(name) &&
  !UNTOLD_HAN.test(name) &&
  !(/[a-z]/.test(name) && LONE_STROKE.test(name)) &&
  !(/\d/.test(name) && /[\p{Nd}--[0-9]]/v.test(name));

/** Whether all letters of a name in another script look like Latin ones. */
export function looksLatin(name: string): boolean {
  const plain = name.replace(/[\u03ac-\u03af\u03cc-\u03ce]/gu, 'ω').normalize('NFD');
  const letters = [...plain].filter((one) => /[[\p{L}\p{Nd}\p{M}]--[0-9\u0300-\u036f]]/v.test(one));
  return LIKE_LATIN.test(letters.join(''));
}
