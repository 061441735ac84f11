import {
  bandsOf,
  bigramsOf,
  gramKeys,
  hammingDistance,
  jaccard,
  NEAR_DUPLICATE,
  simHash,
} from '../../../src/modules/moderation/text.domain.js';

const similarity = (a: string, b: string): number => jaccard(bigramsOf(a), bigramsOf(b));

const BAG = 'Brand new genuine leather handbag, ships from Paris within 24 hours, original box included';
const SAME_BAG = 'Brand-new genuine leather handbag; ships from Paris within 48 hours, original box included!';
const BIKE = 'Used mountain bike with 27 gears, collected in person in Berlin, small scratches on the frame';
const BAG_ZH = '全新正品真皮手提包，巴黎发货，24小时内寄出，附原装包装盒';
const SAME_BAG_ZH = '全新 正品 真皮手提包 巴黎发货 48小时内寄出 附 原装包装盒！';

describe('near-duplicate text', () => {
  it('measures the overlap of character bigrams', () => {
    expect(similarity(BAG, SAME_BAG)).toBe(62 / 68);
    expect(similarity(BAG_ZH, SAME_BAG_ZH)).toBe(22 / 28);
    expect(similarity('正品耐克运动鞋男款', '正品 耐克 运动鞋 男款')).toBe(1);
    expect(similarity('正品耐克运动鞋男款', '耐克正品男款运动鞋')).toBe(5 / 11);
    expect(similarity('iPhone 15 Pro 256GB 黑色', 'iphone15pro 256gb 黑色 全新')).toBe(17 / 19);
    expect(similarity('adidas', 'ad1das')).toBe(3 / 7);
  });

  it('finds nothing in common between empty texts', () => {
    expect(similarity('', '!!!')).toBe(0);
  });

  it('hashes the signs of the summed bigram hashes', () => {
    expect(simHash(BAG)).toBe('3913651d43cda11c');
    expect(simHash(SAME_BAG)).toBe('3953471d43cda114');
    expect(simHash(BIKE)).toBe('62f82a01a503062d');
    expect(simHash(BAG_ZH)).toBe('9a9fc5f9ab23ac1e');
    expect(simHash(SAME_BAG_ZH)).toBe('988fcffb032bac1b');
  });

  it('tells how many bits of two hashes differ', () => {
    expect(hammingDistance(simHash(BAG), simHash(SAME_BAG))).toBe(4);
    expect(hammingDistance(simHash(BAG), simHash(BIKE))).toBe(37);
    expect(hammingDistance(simHash(BAG_ZH), simHash(SAME_BAG_ZH))).toBe(11);
  });

  it('shares a band between near-duplicates', () => {
    const pairs = textsOf(150, 7).map((text, i) => [text, `${text.slice(0, -1 - (i % 2))}zz`] as const);
    const near = pairs.filter(([a, b]) => similarity(a, b) >= NEAR_DUPLICATE);

    const missed = near.filter(([a, b]) => !shareBand(a, b));

    expect(near.length).toBeGreaterThan(100);
    expect(missed).toEqual([]);
  });

  it('shares no band between other texts', () => {
    const texts = textsOf(150, 11);

    const alike = texts.filter((text, i) => shareBand(text, texts[i + 1] ?? ''));

    expect(alike).toEqual([]);
  });

  it('has no bands without text', () => {
    expect(bandsOf(gramKeys('!'))).toEqual([]);
  });
});

function shareBand(a: string, b: string): boolean {
  const bands = new Set(bandsOf(gramKeys(a)));
  return bandsOf(gramKeys(b)).some((band) => bands.has(band));
}

/** Texts of 60 letters out of 20, the same ones for the same seed (a linear congruential generator). */
function textsOf(count: number, seed: number): string[] {
  let state = seed;
  const letter = (): string => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return String.fromCharCode(97 + ((state >>> 16) % 20));
  };
  return Array.from({ length: count }, () => Array.from({ length: 60 }, letter).join(''));
}
