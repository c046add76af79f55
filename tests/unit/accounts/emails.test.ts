import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { User } from '../../../src/data/contracts/index.ts';
import { Fault } from '../../../src/errors.ts';
import {
  checkedEmail,
  emailFaults,
  findByEmail,
  normalEmail,
  storedForms,
} from '../../../src/services/accounts/email.ts';

test('e-mails: trimmed, lower-cased, and what could confuse a reader refused', () => {
  assert.equal(checkedEmail('  Mei.Chen+tag@Sub.Example.COM '), 'mei.chen+tag@sub.example.com');
  assert.equal(checkedEmail('用户@例子.公司'), '用户@例子.公司');
  const bad = [
    '',
    'a',
    '@b.c',
    'a@b',
    'a@@b.cd',
    'a b@c.de',
    'a@b..c',
    'a@-b.cd',
    'a@b.c,d@e.fg',
    '"a"@b.cd',
    '..a@b.cd',
    'a..b@b.cd',
    'a.@b.cd',
    '.@b.cd',
  ];
  for (const one of [
    ...bad,
    'a\u0000@b.cd',
    'a\u202e@b.cd',
    `${'x'.repeat(65)}@b.cd`,
    `a@${'b'.repeat(252)}.c`,
  ]) {
    assert.throws(() => checkedEmail(one), Fault, JSON.stringify(one));
  }
});

test('e-mails: one spelling for what looks the same', () => {
  const same: Record<string, string[]> = {
    'josé@example.com': ['jos\u00e9@example.com', 'jose\u0301@example.com', 'JOSÉ@EXAMPLE.COM'],
    'admin@example.com': ['ａｄｍｉｎ@example.com', 'admin@ｅｘａｍｐｌｅ.com', 'admin@example。com'],
    'mei@例子.公司': ['mei@例子.公司', 'mei@xn--fsqu00a.xn--55qx5d'],
    'иван@почта.рф': ['Иван@Почта.РФ'],
    'שלום@example.com': ['שלום@example.com'],
    'col·lega@example.com': ['col·lega@example.com'],
  };
  for (const [email, all] of Object.entries(same)) {
    for (const one of all) {
      assert.equal(checkedEmail(one), email.normalize('NFC'), one);
      assert.equal(normalEmail(one), email.normalize('NFC'), one);
    }
  }
});

/** Each looks like another address, or like a sign. */
const LOOK_ALIKES: Record<string, string> = {
  // Scripts that are not in general use, beside Latin and alone.
  'a Coptic о': 'b\u2c9fb@example.com',
  'Coptic alone': '\u2ca5@example.com',
  'a Lisu A': 'bob.\ua4d0dmin@example.com',
  'a Tifinagh letter': 'b\u2d54b@example.com',
  'a Deseret letter': 'b\u{1043a}b@example.com',
  'an Osage letter': 'b\u{104ea}b@example.com',
  'an Ol Chiki digit': 'b\u1c50b@example.com',
  'a New Tai Lue digit': 'b\u19d0b@example.com',
  'a Modi digit': 'b\u{11650}b@example.com',
  'Cherokee alone': '\uab8e\uab8b\uab87@example.com',
  // Marks.
  'a second dot over an i': 'adm\u0069\u0307n@example.com',
  'a dot over a j': 'j\u0307ob@example.com',
  'a stroke over a letter': 'adm\u0335in@example.com',
  'a line under a letter': 'bob\u0332@example.com',
  'an accent twice': 'adm\u0301\u0301in@example.com',
  'a mark on a Cyrillic letter': 'ив\u0301н@example.com',
  'a mark without a letter': '\u0947@example.com',
  'a mark after a sign': 'मोहन.\u0947@example.com',
  'the same mark twice': 'कं\u0902@example.com',
  // Letters that are not in general use.
  'a blackletter o': 'b\uab3db@example.com',
  'another a': '\uab31dmin@example.com',
  'a small capital s': 'bo\ua731@example.com',
  'an s with a curl': 'b\u{1df1e}b@example.com',
  'a kra': 'jac\u0138@example.com',
  'a click': 'bob\u01c3@example.com',
  'a saltillo': 'bob\ua78cx@example.com',
  'a modifier apostrophe': 'bob\u02bcx@example.com',
  'a modifier line': 'bob\u02c8x@example.com',
  'a tone of Lisu': 'bob\ua4f8x@example.com',
  'a Greek numeral sign': 'bob\u0375@example.com',
  // Whole names.
  'Greek that looks Latin': '\u03bf\u03bd\u03b9@example.com',
  'Greek p and a': '\u03b1\u03c1\u03bf@example.com',
  'Armenian that looks Latin': '\u0585\u0578\u057d\u0570@example.com',
  'Georgian that looks Latin': '\u10e7@example.com',
  'Arabic digits that look Latin': '\u0661\u0665@example.com',
  'Cyrillic with marks': 'сёра@example.com',
  'a glottal stop like a question mark': 'ॽ1@example.com',
  'a zero of Han': 'b〇b@example.com',
  // Signs.
  'a Han stroke for a dash': 'bob一admin@example.com',
  'a kana stroke for a slash': 'bobノadmin@example.com',
  'a long vowel for a dash': 'bobーadmin@example.com',
  'digits of two scripts': 'मोहन1२@example.com',
  // Katakana for Han and Hiragana, and the other way round.
  'ka for strength': 'カ@example.com',
  'a crab for strength and two': 'カニ@example.com',
  'ni for two': 'ニ郎@example.com',
  'ro for a mouth': '王ロ@example.com',
  'strength for ka': '力メラ@example.com',
  'two for ni': 'ア二メ@example.com',
  'a mouth for ro': 'メ口@example.com',
  'one for a long vowel': 'ロ一ラ@example.com',
  'a radical for i': 'ア亻@example.com',
  'a Katakana he in Hiragana': 'さヘ@example.com',
  'a Hiragana he in Katakana': 'へルプ@example.com',
  // Domains.
  'a Coptic domain': 'bob@exam\u2c9fle.com',
  'a dot over a domain’s i': 'bob@admi\u0307n.com',
  'a Lisu domain': 'bob@\ua4d0pple.com',
  'an Ol Chiki domain': 'bob@b\u1c50b.com',
  'a Greek domain': 'bob@\u03bf\u03bd.com',
  'an Armenian domain': 'bob@\u0585\u0578.com',
  'a whole Cyrillic domain': 'bob@xn--80ak6aa92e.com',
  'a subdomain': 'bob@\u03bf\u03bd.example.com',
};

test('e-mails: what cannot be seen, or looks like something else, is refused', () => {
  const bad = {
    'a zero-width space': 'ad\u200bmin@example.com',
    'a soft hyphen': 'ad\u00admin@example.com',
    'a variation selector': 'admin\ufe0f@example.com',
    'a tag character': 'admin\u{e0061}@example.com',
    'a dotless i': 'adm\u0131n@example.com',
    'a phonetic letter': '\u0251dmin@example.com',
    'a small capital': 'adm\u026an@example.com',
    'a joiner': 'ad\u200dmin@example.com',
    'a Cyrillic а': '\u0430dmin@example.com',
    'a name all in look-alikes': 'сора@example.com',
    'a Cyrillic а in the domain': 'admin@ex\u0430mple.com',
    'a Greek ο': 'b\u03bfb@example.com',
    'a ligature': '\ufb01n@example.com',
    'a letter-like symbol': '\u212c@example.com',
    'an emoji': '😀@example.com',
    ...LOOK_ALIKES,
    'no ASCII form of a domain': 'bob@xn--admin.com',
    'two directions': 'שלוםa@example.com',
    'digits of two kinds': '\u0661\u06f1@example.com',
    'a middle dot elsewhere': 'a·b@example.com',
  };
  for (const [what, one] of Object.entries(bad)) {
    assert.throws(() => checkedEmail(one), Fault, what);
    // Accounts that were made with one still sign in.
    assert.ok(storedForms(one).includes(one.toLowerCase()), what);
    assert.deepEqual(
      emailFaults(one).map(({ path }) => path),
      ['email'],
      what,
    );
  }
});

test('e-mails: names in the scripts and languages that people write are accepted', () => {
  const names = `
    jörg.müller jürgen.weiß groß | andré.lefèvre françois.lœuvre noël | nguyễn.văn.đức phạm.thị.thắm ngô.quỳnh.như
    çağla.gül şükrü.özgür ümit | łukasz.wójcik małgorzata zażółć.gęślą.jaźń | josé.muñoz joão.gonçalves | žydrūnas ģirts őze
    ægir.þórðarson sørensen åse | əliyev | иван.петров екатерина анна_2 сергей ґанна їжак қайрат | νίκος.παπαδόπουλος ελένη άννα ρανία μαρια κωστας
    王小明 李雷2 陳怡君 mike王 一郎 一一 王一 | 山田太郎 さくら サクラ ユーザー 佐々木 山ノ内 ローラ tanaka太郎 カメラ アニメ メロ 力 王力 二郎 口 さへ ヘルプ ニコ 高橋カナ サトウ二郎 サトウ一郎 工藤エミ 一ノ瀬 二ノ宮 八ヶ岳 三ツ矢 八ツ橋 ノア | 김철수 이영희 kim철수 金철수
    محمد علی.رضایی فاطمة سُعاد محمد٢ | मोहन प्रिया रवि२ | দীপক | ਹਰਪ੍ਰੀਤ | મોહન | ରାମ | முருகன் | సీత | ರಾಮ | രാമൻ | සිරිල්
    สมชาย กนกวรรณ | ສົມ | အောင် | សុខា | བཀྲ་ཤིས | დავით | አበበ | דוד יוסי שָׂרָה | արամ | ޢަލީ`
    .replaceAll('་', '')
    .split(/[\s|]+/)
    .filter(Boolean);
  for (const name of names) {
    assert.equal(checkedEmail(`${name}@example.com`), `${name.normalize('NFC')}@example.com`, name);
  }
  for (const domain of [
    'bücher.example',
    'straße.de',
    'почта.рус',
    'почта.рф',
    'παράδειγμα.ελ',
    '例え.jp',
    'उदाहरण.भारत',
    'xn--fsqu00a.com',
  ])
    assert.ok(checkedEmail(`a@${domain}`), domain);
  // Turkish capitals name the same account.
  assert.equal(checkedEmail('BOB.ADMİN@example.com'), 'bob.admin@example.com');
  assert.equal(checkedEmail('BOB.ADMI\u0307N@example.com'), 'bob.admin@example.com');
});

test('e-mails: accounts that were made before a rule are found under their e-mail', async () => {
  const older = [...Object.values(LOOK_ALIKES), 'i\u0307zel@example.com'];
  const users = {
    getByEmail: async (email: string) => (older.includes(email) ? ({ id: email, email } as User) : null),
  };
  for (const one of older) {
    const stored = (await findByEmail(users, one))?.email;
    assert.equal(stored, one, one);
  }
  assert.equal((await findByEmail(users, 'İZEL@example.com'))?.email, 'i\u0307zel@example.com');
});
