import type { MigrationInterface, QueryRunner } from 'typeorm';

const RULES = [
  {
    code: 'prohibited_goods',
    group: 'words',
    points: 60,
    forced: 'hold',
    expression: 'feat.prohibitedTerms > 0',
    textEn: 'The text names goods that may not be sold here.',
    textZh: '文本中出现了禁止销售的商品。',
  },
  {
    code: 'explicit_words',
    group: 'words',
    points: 40,
    expression: 'feat.explicitTerms > 0',
    textEn: 'The text uses words that are used for copies of branded goods.',
    textZh: '文本中出现了常用于仿冒品的词语。',
  },
  {
    code: 'explicit_offer',
    group: 'words',
    points: 0,
    forced: 'hold',
    expression: 'feat.explicitTerms > feat.negatedTerms',
    textEn: 'The text offers the item as a copy.',
    textZh: '文本将商品描述为仿制品。',
  },
  {
    code: 'denied_words',
    group: 'context',
    points: -20,
    expression: 'feat.negatedTerms > 0 && feat.negatedTerms == feat.explicitTerms',
    textEn: 'The text denies that the item is a copy.',
    textZh: '文本否认商品为仿制品。',
  },
  {
    code: 'compatible_item',
    group: 'context',
    points: -20,
    expression: 'feat.isCompatible',
    textEn: 'The item goes with a brand and does not claim to be of it.',
    textZh: '商品适配某品牌，并未声称为该品牌商品。',
  },
  {
    code: 'coded_brand',
    group: 'brand',
    points: 25,
    expression: 'feat.codedBrands > 0 || feat.disguisedBrands > 0',
    textEn: 'A brand is written in a disguised way.',
    textZh: '品牌名称以变体形式书写。',
  },
  {
    code: 'brand_without_authorisation',
    group: 'brand',
    points: 25,
    expression: 'feat.isBrandUnauthorised',
    textEn: 'The listing uses a brand that needs an authorisation.',
    textZh: '商品使用了需要授权的品牌。',
  },
  {
    code: 'price_far_below_model',
    group: 'price',
    points: 35,
    expression: 'feat.priceRatio < 0.25',
    textEn: 'The price is far below that of the same model.',
    textZh: '价格远低于同款商品。',
  },
  {
    code: 'price_below_model',
    group: 'price',
    points: 25,
    expression: 'feat.priceRatio >= 0.25 && feat.priceRatio < 0.4',
    textEn: 'The price is far below that of the same model.',
    textZh: '价格远低于同款商品。',
  },
  {
    code: 'price_low_for_model',
    group: 'price',
    points: 10,
    expression: 'feat.priceRatio >= 0.4 && feat.priceRatio < 0.6',
    textEn: 'The price is low for the model.',
    textZh: '价格低于同款商品。',
  },
  {
    code: 'text_of_removed_listing',
    group: 'text',
    points: 25,
    expression: 'feat.jaccardRemoved >= 0.85',
    textEn: 'The text is nearly that of a listing that was removed.',
    textZh: '文本与已下架的商品高度相似。',
  },
  {
    code: 'text_of_other_seller',
    group: 'text',
    points: 15,
    expression: 'feat.jaccardOthers >= 0.85',
    textEn: 'The text is nearly that of another seller.',
    textZh: '文本与其他卖家的商品高度相似。',
  },
  {
    code: 'new_seller',
    group: 'seller',
    points: 10,
    expression: 'feat.sellerAgeDays < 30.0',
    textEn: 'The seller is new.',
    textZh: '卖家入驻时间较短。',
  },
];

const CAPS = { words: 60, context: 0, brand: 40, price: 35, text: 35, seller: 20 };

const BANDS = [
  { from: 0, name: 'publish', outcome: 'publish' },
  { from: 30, name: 'sample', outcome: 'publish' },
  { from: 60, name: 'hold', outcome: 'hold' },
  { from: 85, name: 'reject', outcome: 'reject' },
];

const SAMPLE_PERCENT = 20;

const TERMS = {
  prohibited: [
    ...['cocaine', 'heroin', 'methamphetamine', 'fentanyl', 'assault rifle', 'hand grenade', 'elephant ivory'],
    ...['rhino horn', 'fake passport', 'stolen credit card', 'counterfeit money'],
    ...['海洛因', '冰毒', '枪支', '弹药', '手榴弹', '象牙制品', '犀牛角', '假护照', '假币'],
  ],
  explicit: [
    ...['replica', 'replicas', 'aaa+', '1:1', 'mirror quality', 'super clone', 'dupe', 'knock off', 'counterfeit'],
    ...['高仿', '精仿', '复刻', '超A', 'A货', '原单', '尾单', '莆田', '1比1'],
  ],
  coded: ['驴牌', '阿迪王', 'L家', 'N家'],
  brands: [
    ...['louis vuitton', 'gucci', 'chanel', 'hermes', 'rolex', 'prada', 'dior', 'burberry', 'adidas', 'nike'],
    ...['路易威登', '古驰', '香奈儿', '爱马仕', '劳力士', '耐克', '阿迪达斯'],
  ],
  compatible: [
    'case for',
    'cover for',
    'strap for',
    'charger for',
    'compatible with',
    'fits',
    '适用于',
    '适配',
    '兼容',
  ],
};

export class ScreeningSeed1700000000902 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(
      `insert into moderation_rulesets
         (version, group_caps, bands, sample_percent, rules, terms, created_at, created_by)
       values (1, $1, $2, $3, $4, $5, now(), 'system')`,
      [JSON.stringify(CAPS), JSON.stringify(BANDS), SAMPLE_PERCENT, JSON.stringify(RULES), JSON.stringify(TERMS)],
    );
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('truncate moderation_rulesets cascade');
  }
}
