import { findTerms, type TermLists } from '../../../src/modules/moderation/terms.domain.js';

const LISTS: TermLists = {
  prohibited: ['cocaine', '枪支'],
  explicit: ['replica', 'aaa+', '1:1', 'mirror quality', '高仿', '超A', 'A货'],
  coded: ['驴牌', 'L家'],
  brands: ['adidas', 'louis vuitton', '耐克'],
  compatible: ['case for', '适用于'],
};

const find = (text: string) => findTerms(text, LISTS);

describe('terms in a listing', () => {
  it.each([
    ['Best REPLICA watch', 'replica'],
    ['ＲＥＰＬＩＣＡ watch', 'replica'],
    ['rep\u200blica watch', 'replica'],
    ['rерliса watch', 'replica'],
    ['quality AAA+ bag', 'aaa+'],
    ['a 1:1 bag', '1:1'],
    ['mirror-quality bag', 'mirror quality'],
    ['高 仿 手表', '高仿'],
    ['超a货品', '超A'],
    ['仿耐克运动鞋', '仿耐克'],
  ])('sees “%s” as %s', (text, term) => {
    expect(find(text).explicit).toContain(term);
    expect(find(text).negated).toEqual([]);
  });

  it.each(['AAA batteries, 4 pieces', 'replicate a result', '1:12 model', 'XL家居服', '仿真花'])(
    'sees nothing in “%s”',
    (text) => {
      const { explicit, coded } = find(text);

      expect([...explicit, ...coded]).toEqual([]);
    },
  );

  it.each(['This is not a replica', 'no replica', 'never sell any replica', '非高仿', '拒绝高仿'])(
    'understands that “%s” denies it',
    (text) => {
      const { explicit, negated } = find(text);

      expect(explicit).toHaveLength(1);
      expect(negated).toEqual(explicit);
    },
  );

  it('does not let one denial cover an open offer', () => {
    const { explicit, negated } = find('Not a replica! Also selling a replica watch.');

    expect(explicit).toEqual(['replica']);
    expect(negated).toEqual([]);
  });

  it('finds prohibited goods in both languages', () => {
    expect(find('cocaine').prohibited).toEqual(['cocaine']);
    expect(find('出售枪 支').prohibited).toEqual(['枪支']);
  });

  it('finds brands, nicknames and disguised brands apart', () => {
    expect(find('Adidas shoes').brands).toEqual(['adidas']);
    expect(find('Louis-Vuitton bag').brands).toEqual(['louis vuitton']);
    expect(find('驴牌手袋').coded).toEqual(['驴牌']);
    expect(find('ad1das shoes').disguised).toEqual(['adidas']);
    expect(find('аdidas shoes').disguised).toEqual(['adidas']);
    expect(find('adidas shoes').disguised).toEqual([]);
  });

  it('knows what goes with a brand', () => {
    expect(find('Case for Adidas watch').isCompatible).toBe(true);
    expect(find('Adidas watch').isCompatible).toBe(false);
  });
});
