import { BoundedMap } from '../../runtime/bounded-map.ts';
import { eitherDay, partsOf, ruleInEnglish, spelledOut } from './rule-wording.ts';
import { ruleInChinese } from './rule-wording-zh.ts';

type Describe = (cron: string, options: { use24HourTimeFormat: boolean; locale?: string }) => string;

/** Loaded when the first rule is described: nothing else needs it. */
async function describer(): Promise<Describe> {
  const { default: cronstrue } = await import('cronstrue');
  // @ts-expect-error: the package has no types for its languages, each of which adds itself to the module above
  await import('cronstrue/locales/zh_CN.js');
  return (cron, options) => cronstrue.toString(cron, options);
}

class RuleWords {
  /** Finding the words takes some 5 ms, and a list shows the same rules again and again. */
  readonly #known = new BoundedMap<string, { en: string; zh: string }>({ entries: 1_000 });

  async of(cron: string): Promise<{ en: string; zh: string }> {
    const words = this.#known.get(cron) ?? (await findWords(cron));
    this.#known.set(cron, words);
    return words;
  }
}

const ruleWords = new RuleWords();

/** A valid rule in plain words. If there are no words for it, the rule itself is returned. */
export const ruleInWords = (cron: string): Promise<{ en: string; zh: string }> => ruleWords.of(cron);

async function findWords(cron: string): Promise<{ en: string; zh: string }> {
  const describe = await describer();
  // Other ways of writing "any" and "the last Friday".
  const written = spelledOut(plainly(cron).replaceAll('?', '*').replaceAll('#L', 'L'));
  try {
    const options = { use24HourTimeFormat: true };
    const inWords = (rule: string) => ({
      en: describe(rule, options),
      zh: describe(rule, { ...options, locale: 'zh_CN' }),
    });
    const rule = partsOf(written);
    const weekdays = rule && eitherDay(rule) ? inWords(`* * * * ${rule.weekday}`) : null;
    const { en, zh } = inWords(written);
    return { en: ruleInEnglish(en, rule, weekdays?.en), zh: ruleInChinese(zh, rule, weekdays !== null) };
  } catch {
    // cronstrue knows fewer rules than croner; the rule itself says what it means.
    return { en: `By the rule ${cron}`, zh: `按规则 ${cron}` };
  }
}

/** Croner takes any white space between fields, and names in any case. */
function plainly(cron: string): string {
  const fields = cron.trim().replaceAll(/\s+/g, ' ');
  return fields.startsWith('@') ? fields.toLowerCase() : fields;
}
