/**
 * What a prompt speaks of, in English and Chinese. English words match whole words (also with a plural s),
 * Chinese ones match anywhere. The order here means nothing; the order in the prompt does.
 */
const vocabulary = {
  dawn: 'dawn sunrise morning daybreak 黎明 清晨 早晨 日出 晨曦 破晓 朝霞 晨',
  day: 'day noon midday sunny bright daylight sky 白天 正午 中午 晴 蓝天 阳光',
  dusk: 'dusk sunset evening twilight golden-hour 黄昏 傍晚 日落 夕阳 晚霞 暮 落日',
  night: 'night midnight nocturnal moonlit moonlight dark 夜 午夜 月光 月色 黑暗',
  spring: 'spring april bud fresh 春',
  summer: 'summer july tropical beach 夏 热带 海滩 沙滩',
  autumn: 'autumn fall october harvest maple 秋 枫 丰收 落叶',
  winter: 'winter snow snowy frost frozen ice icy glacier snowflake 冬 雪 冰 霜 寒 雪花',
  desert: 'desert dune sahara sand oasis camel canyon 沙漠 沙丘 戈壁 大漠 骆驼 敦煌 绿洲',
  ocean: 'ocean sea wave tide surf coast island whale ship sail shore 海 浪 潮 岛 鲸 帆 船',
  lake: 'lake river pond water stream waterfall 湖 河 江 溪 池 水 瀑布',
  forest: 'forest wood tree pine jungle bamboo leaf leaves fern moss 森林 树 林 竹 松 叶 苔',
  mountain: 'mountain peak hill summit alps valley cliff everest 山 峰 岭 崖 谷',
  city: 'city skyline street skyscraper urban town metropolis tower building 城 都市 街 摩天 楼 塔 上海 香港',
  neon: 'neon cyberpunk futuristic robot electric synthwave vaporwave disco 霓虹 赛博 未来 科幻 蒸汽波 机器人',
  space:
    'space nebula galaxy cosmos cosmic universe planet comet astronaut 太空 宇宙 星云 银河 星系 行星 宇航',
  star: 'star starry constellation stardust 星空 星星 繁星 星辰 星',
  moon: 'moon lunar crescent 月亮 明月 满月 圆月 月夜 月光 月色',
  sun: 'sun solar 太阳 烈日 红日 旭日',
  aurora: 'aurora borealis polar northern arctic 极光 北极 极地',
  flower:
    'flower blossom bloom petal cherry sakura peony rose plum lotus garden 花 樱 梅 桃 牡丹 莲 荷 玫瑰 园',
  bird: 'bird crane swallow seagull gull eagle goose geese 鸟 鹤 燕 鸥 雁 鹰',
  rain: 'rain rainy storm thunder shower monsoon 雨 暴风 雷',
  mist: 'mist misty fog foggy haze cloud cloudy smoke 雾 霭 云 烟',
  wind: 'wind breeze flow dance music song melody silk hair dream river-of 风 流 舞 音乐 旋律 丝 梦',
  fire: 'fire flame lava volcano ember blaze dragon phoenix 火 焰 熔岩 火山 龙 凤',
  stone: 'stone marble agate crystal gem mineral jewel rock 石 玛瑙 水晶 宝石 矿',
  glass: 'glass mosaic stained cathedral kaleidoscope tile window 玻璃 彩窗 马赛克 教堂 万花筒 窗',
  map: 'map terrain topographic contour journey travel explorer land 地图 地形 等高线 旅 探险 大地',
  geometry:
    'geometric geometry abstract bauhaus poster modern shape pattern minimal architecture 几何 抽象 包豪斯 海报 现代 图案 建筑 极简',
  oriental:
    'ink chinese japanese zen shanshui calligraphy temple pagoda tea jade 水墨 国画 国风 山水 书法 禅 中国 古 寺 亭 茶 玉 诗 江南',
  calm: 'calm quiet peaceful serene gentle soft silence still lonely 宁静 安静 平静 静 柔 温柔 孤',
  joy: 'joy happy joyful cheerful festival firework party playful child children candy fun 快乐 烟花 烟火 欢 喜 节日 童 糖',
  sorrow: 'sad melancholy sorrow grief tear gloomy nostalgia 悲 忧 愁 伤 泪 思念',
  mystery: 'mystery mysterious magic magical enchanted fairy witch secret ghost 神秘 魔 奇幻 仙 秘 幽',
  love: 'love romance romantic heart kiss wedding tender 爱 浪漫 心 婚 恋',
  red: 'red crimson scarlet ruby vermilion 红 赤 朱 绯',
  orange: 'orange amber tangerine copper fox 橙 橘 琥珀 狐',
  gold: 'gold golden yellow lemon honey 金 黄',
  green: 'green emerald olive lime 绿 翠',
  teal: 'teal turquoise cyan aqua mint 青 碧 薄荷',
  blue: 'blue azure navy indigo cobalt sapphire 蓝 靛',
  purple: 'purple violet lavender lilac amethyst 紫 薰衣草',
  pink: 'pink magenta coral blush 粉 珊瑚',
  brown: 'brown coffee chocolate sepia earth wooden 棕 褐 咖啡 巧克力',
  white: 'white ivory pale pearl cream 白 象牙 珍珠',
  black: 'black ebony charcoal obsidian 黑 墨',
  grey: 'grey gray silver ash steel monochrome 灰 银',
} as const;

/** Chinese words in which a character means something else than alone: 水彩 (watercolour) is no water, 风格 (style) no wind. */
const elsewhere = new RegExp(
  (
    '风格 风景 风光 风情 风味 画风 国风 中国风 日系风 风琴 海报 海拔 海鲜 水彩 水粉 水泥 水果 火车 火箭 烟花 烟火 火花 雪花 ' +
    '仙人掌 玉米 金属 金鱼 树脂 树莓 青年 青春 青蛙 可爱 喜爱 爱好 喜欢 中心 心情 点心 浪漫 流行 潮流 幽默 龙虾 秋千 雷达 ' +
    '星期 黑板 白板 白菜 粉丝 冰箱 冰淇淋 河马 街舞 书架'
  ).replaceAll(' ', '|'),
  'g',
);

export type Concept = keyof typeof vocabulary;

const known = (Object.entries(vocabulary) as [Concept, string][]).flatMap(([concept, words]) =>
  words.split(' ').map((word): [string, Concept] => [word, concept]),
);
const isEnglish = ([word]: [string, Concept]) => /^[a-z-]+$/.test(word);
const english: ReadonlyMap<string, [string, Concept][]> = Map.groupBy(
  known.filter(isEnglish),
  ([word]) => word,
);
const chinese = known.filter((one) => !isEnglish(one));

/** The concepts a prompt names, each once, in the order of their first mention. */
export function readConcepts(prompt: string): Concept[] {
  const text = prompt.toLowerCase();
  const found: { at: number; concept: Concept }[] = [];
  for (const match of text.matchAll(/[a-z]+/g)) {
    const word = match[0];
    const named =
      english.get(word) ?? english.get(word.replace(/s$/, '')) ?? english.get(word.replace(/es$/, ''));
    for (const [, concept] of named ?? []) found.push({ at: match.index, concept });
  }
  const apart = text.replaceAll(elsewhere, (word) => ' '.repeat(word.length));
  for (const [word, concept] of chinese) {
    const at = (word.length === 1 ? apart : text).indexOf(word);
    if (at >= 0) found.push({ at, concept });
  }
  found.sort((a, b) => a.at - b.at);
  return [...new Set(found.map((f) => f.concept))];
}
