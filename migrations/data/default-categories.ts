type Attribute = Readonly<Record<string, unknown>>;

export interface DefaultCategory {
  readonly id: string;
  readonly path: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly schema: { readonly properties: Readonly<Record<string, Attribute>>; readonly required: readonly string[] };
}

const text = (title: string, titleZh: string, maxLength = 60): Attribute => ({
  type: 'string',
  title,
  titleZh,
  minLength: 1,
  maxLength,
});
const choice = (title: string, titleZh: string, ...options: string[]): Attribute => ({
  type: 'string',
  title,
  titleZh,
  enum: options,
});
const number = (title: string, titleZh: string, unit: string, minimum: number, maximum: number): Attribute => ({
  type: 'number',
  title,
  titleZh,
  unit,
  minimum,
  maximum,
});
const count = (title: string, titleZh: string, minimum: number, maximum: number): Attribute => ({
  type: 'integer',
  title,
  titleZh,
  minimum,
  maximum,
});
const flag = (title: string, titleZh: string): Attribute => ({ type: 'boolean', title, titleZh });

const colour = text('Colour', '颜色', 40);
const material = text('Material', '材质');
const weight = number('Weight', '重量', 'g', 0, 1_000_000);
const width = number('Width', '宽度', 'cm', 0, 10_000);
const height = number('Height', '高度', 'cm', 0, 10_000);
const depth = number('Depth', '深度', 'cm', 0, 10_000);
const storage = number('Storage', '存储容量', 'GB', 1, 100_000);
const memory = number('Memory', '内存', 'GB', 1, 10_000);
const screen = number('Screen size', '屏幕尺寸', 'in', 0.5, 200);
const power = number('Power', '功率', 'W', 0, 100_000);
const volume = number('Volume', '容量', 'ml', 0, 1_000_000);
const audience = choice('For', '适用人群', 'women', 'men', 'unisex', 'children');
const size = text('Size', '尺码', 20);
const language = text('Language', '语言', 35);
const year = count('Year', '年份', 1000, 2200);
const minimumAge = count('From age', '适用年龄', 0, 18);

type Row = readonly [
  path: string,
  nameEn: string,
  nameZh: string,
  properties?: Record<string, Attribute>,
  required?: readonly string[],
];

const ROWS: readonly Row[] = [
  [
    'electronics',
    'Electronics',
    '电子产品',
    { colour, warrantyMonths: count('Warranty in months', '保修（月）', 0, 240) },
  ],
  ['electronics/audio', 'Audio', '音频', { isWireless: flag('Wireless', '无线') }],
  [
    'electronics/audio/headphones',
    'Headphones',
    '耳机',
    { fit: choice('Fit', '佩戴方式', 'in-ear', 'on-ear', 'over-ear') },
  ],
  ['electronics/audio/speakers', 'Speakers', '音箱', { power }],
  ['electronics/cameras', 'Cameras', '相机', { megapixels: number('Resolution', '像素', 'MP', 0.1, 1000) }],
  ['electronics/computers', 'Computers', '电脑', { memoryGb: memory, storageGb: storage }],
  ['electronics/computers/components', 'Components', '电脑配件'],
  ['electronics/computers/laptops', 'Laptops', '笔记本电脑', { screenInches: screen }],
  ['electronics/computers/tablets', 'Tablets', '平板电脑', { screenInches: screen }],
  [
    'electronics/phones',
    'Phones',
    '手机',
    { storageGb: storage, memoryGb: memory, isUnlocked: flag('Unlocked', '无锁') },
    ['storageGb'],
  ],
  [
    'electronics/phone-accessories',
    'Phone accessories',
    '手机配件',
    { fitsModel: text('Fits model', '适用型号', 120) },
  ],
  ['electronics/televisions', 'Televisions', '电视', { screenInches: screen }, ['screenInches']],
  ['electronics/video-games', 'Video games and consoles', '游戏与主机', { platform: text('Platform', '平台', 40) }],
  ['fashion', 'Fashion', '服饰', { audience, colour, material }],
  ['fashion/bags', 'Bags', '箱包'],
  ['fashion/clothing', 'Clothing', '服装', { size }, ['size']],
  ['fashion/jewellery', 'Jewellery', '珠宝首饰', { metal: text('Metal', '金属', 40) }],
  ['fashion/shoes', 'Shoes', '鞋靴', { size }, ['size']],
  [
    'fashion/watches',
    'Watches',
    '手表',
    { movement: choice('Movement', '机芯', 'quartz', 'automatic', 'manual', 'smart') },
  ],
  ['home', 'Home and garden', '家居园艺', { colour, material, widthCm: width, heightCm: height, depthCm: depth }],
  ['home/appliances', 'Household appliances', '家用电器', { power }],
  ['home/bed-and-bath', 'Bed and bath', '床品卫浴', { size: text('Size', '尺寸', 40) }],
  ['home/decoration', 'Decoration', '装饰'],
  ['home/furniture', 'Furniture', '家具', { needsAssembly: flag('Needs assembly', '需要组装') }],
  ['home/garden', 'Garden', '园艺'],
  ['home/kitchen', 'Kitchen and dining', '厨房餐具', { isDishwasherSafe: flag('Dishwasher safe', '可机洗') }],
  ['home/lighting', 'Lighting', '灯具', { power }],
  ['home/tools', 'Tools', '工具', { power }],
  ['beauty', 'Health and beauty', '美容健康', { volumeMl: volume }],
  ['beauty/make-up', 'Make-up', '彩妆', { shade: text('Shade', '色号', 40) }],
  ['beauty/perfume', 'Perfume', '香水'],
  ['beauty/skin-care', 'Skin care', '护肤'],
  ['sports', 'Sports and leisure', '运动户外', { audience, colour }],
  ['sports/cycling', 'Cycling', '骑行', { wheelInches: number('Wheel size', '轮径', 'in', 1, 60) }],
  ['sports/fitness', 'Fitness', '健身', { weightGrams: weight }],
  ['sports/outdoor', 'Outdoor', '户外'],
  ['baby', 'Baby', '母婴', { minimumAge }],
  ['toys', 'Toys and games', '玩具', { minimumAge, pieces: count('Pieces', '件数', 1, 100_000) }],
  ['media', 'Books, music and films', '图书音像', { language, year }],
  ['media/books', 'Books', '图书', { isbn: text('ISBN', 'ISBN', 17), author: text('Author', '作者', 120) }],
  ['media/films', 'Films', '影视', { format: text('Format', '格式', 40) }],
  ['media/music', 'Music', '音乐', { format: text('Format', '格式', 40), artist: text('Artist', '艺人', 120) }],
  ['instruments', 'Musical instruments', '乐器'],
  ['collectibles', 'Art and collectibles', '艺术收藏', { year, grade: text('Grade', '品相', 40) }],
  [
    'automotive',
    'Vehicle parts',
    '汽车用品',
    { fitsVehicle: text('Fits vehicle', '适用车型', 120), partNumber: text('Part number', '零件号', 60) },
  ],
  ['pets', 'Pet supplies', '宠物用品', { animal: text('Animal', '适用宠物', 40) }],
  [
    'food',
    'Food and drink',
    '食品饮料',
    { netWeightGrams: weight, volumeMl: volume, allergens: text('Allergens', '过敏原', 200) },
  ],
  ['office', 'Office and stationery', '办公文具', { sheets: count('Sheets', '张数', 1, 100_000) }],
  [
    'industry',
    'Business and industry',
    '工业用品',
    { partNumber: text('Part number', '零件号', 60), certification: text('Certification', '认证', 120) },
  ],
  ['luggage', 'Luggage and travel', '旅行用品', { volumeLitres: number('Volume', '容量', 'l', 0, 1000) }],
  ['other', 'Everything else', '其他'],
];

export const DEFAULT_CATEGORIES: readonly DefaultCategory[] = ROWS.map(
  ([path, nameEn, nameZh, properties = {}, required = []], index) => ({
    id: `01900000-0000-7000-8000-${String(index + 1).padStart(12, '0')}`,
    path,
    nameEn,
    nameZh,
    schema: { properties, required },
  }),
);
