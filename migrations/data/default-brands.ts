export interface DefaultBrand {
  readonly id: string;
  readonly name: string;
  /** Other spellings and nicknames, Latin and Chinese. */
  readonly aliases: readonly string[];
  readonly isGated: boolean;
}

/** Brands that are often counterfeited; a seller needs an authorisation to list them unseen. */
const GATED: readonly (readonly [name: string, ...aliases: string[]])[] = [
  ['Apple', '苹果'],
  ['Burberry', '巴宝莉', '博柏利'],
  ['Cartier', '卡地亚'],
  ['Chanel', '香奈儿'],
  ['Dior', 'Christian Dior', '迪奥'],
  ['Gucci', '古驰'],
  ['Hermès', 'Hermes', '爱马仕'],
  ['Louis Vuitton', 'LV', '路易威登', '驴牌'],
  ['Nike', '耐克'],
  ['Omega', '欧米茄'],
  ['Prada', '普拉达'],
  ['Rolex', '劳力士'],
  ['Tiffany', 'Tiffany & Co.', '蒂芙尼'],
];

const OPEN: readonly (readonly [name: string, ...aliases: string[]])[] = [
  ['Adidas', '阿迪达斯'],
  ['Bosch', '博世'],
  ['Canon', '佳能'],
  ['Dell', '戴尔'],
  ['Dyson', '戴森'],
  ['Haier', '海尔'],
  ['HP', 'Hewlett-Packard', '惠普'],
  ['Huawei', '华为'],
  ['IKEA', '宜家'],
  ['Lego', '乐高'],
  ['Lenovo', '联想'],
  ['LG', '乐金'],
  ['Midea', '美的'],
  ['Nikon', '尼康'],
  ['Nintendo', '任天堂'],
  ['Panasonic', '松下'],
  ['Philips', '飞利浦'],
  ['Samsung', '三星'],
  ['Sony', '索尼'],
  ['Xiaomi', 'Redmi', '小米', '红米'],
];

export const DEFAULT_BRANDS: readonly DefaultBrand[] = [
  ...GATED.map((row) => ({ row, isGated: true })),
  ...OPEN.map((row) => ({ row, isGated: false })),
].map(({ row: [name, ...aliases], isGated }, index) => ({
  id: `01900000-0000-7000-8001-${String(index + 1).padStart(12, '0')}`,
  name,
  aliases,
  isGated,
}));
