import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { signatureBits, signatureOf } from '../../src/data/mongodb/search-signature.ts';
import { matchingTerms, searchTerms } from '../../src/data/mongodb/search-terms.ts';

const texts = [
  'Winter forest 12',
  '一只在屋顶上的猫 cat',
  'カタログの写真',
  '한국어 이름',
  'Ärger straße',
  'a b of',
];

const hasAll = (text: string, type: string, bits: number[]) => {
  const signature = signatureOf(searchTerms(text), type);
  return bits.every((bit) => !signature.shiftRightUnsigned(bit).and(1).isZero());
};

describe('the signature of a task', () => {
  it('has the bits of its type and of every beginning of its words', () => {
    for (const text of texts)
      for (const term of searchTerms(text))
        for (const type of ['image', undefined]) {
          const bits = signatureBits([term], type) ?? [];
          assert.ok(hasAll(text, 'image', bits), `${term} of ${text}`);
          const all = matchingTerms(searchTerms(text)).filter((one) => typeof one === 'string');
          assert.ok(hasAll(text, 'image', signatureBits(all, type) ?? []), text);
        }
  });

  it('rules out most tasks that lack a word or have another type', () => {
    const names = Array.from({ length: 1_000 }, (_, n) => `${n * 7_919} blue house ${n * 104_729}`);
    const among = (bits: number[]) => names.filter((name) => hasAll(name, 'image', bits)).length;
    assert.equal(among(signatureBits(['blu'], 'image') as number[]), 1_000);
    assert.ok(among(signatureBits(['yellow']) as number[]) < 150);
    assert.ok(among(signatureBits(['yellow', 'cat']) as number[]) < 50);
    assert.ok(among(signatureBits([], 'wait') as number[]) < 150);
  });

  it('has no bits for what is too short, and stays as databases have stored it', () => {
    assert.equal(signatureBits(['wi', 'b']), null);
    assert.equal(signatureBits(['图']), null);
    assert.notEqual(signatureBits(['图片']), null);
    assert.equal(`${signatureOf(searchTerms('Winter forest 图片'), 'image')}`, '9968937926656');
  });
});
