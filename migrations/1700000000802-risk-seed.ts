import type { MigrationInterface, QueryRunner } from 'typeorm';

interface Seed {
  readonly code: string;
  readonly group: string;
  readonly points: number;
  readonly forced?: 'hold' | 'block';
  /** On trial: recorded, not counted. */
  readonly isShadow?: true;
  readonly expression: string;
  readonly en: string;
  readonly zh: string;
}

/** Minor units from which an order is large; five times as much is very large. */
const LARGE = `{'USD': 200000, 'EUR': 200000, 'GBP': 160000, 'CNY': 1500000, 'BRL': 1000000, 'JPY': 300000, 'KWD': 600000}`;

const RULES: readonly Seed[] = [
  {
    code: 'large_amount',
    group: 'amount',
    points: 30,
    expression: `feat.currency in ${LARGE} && feat.amount >= ${LARGE}[feat.currency]`,
    en: 'The amount is unusually large.',
    zh: '订单金额异常偏高。',
  },
  {
    code: 'very_large_amount',
    group: 'amount',
    points: 30,
    expression: `feat.currency in ${LARGE} && feat.amount >= 5 * ${LARGE}[feat.currency]`,
    en: 'The amount is unusually large.',
    zh: '订单金额异常偏高。',
  },
  {
    code: 'new_account',
    group: 'account',
    points: 15,
    expression: 'feat.accountAgeDays < 7.0',
    en: 'The account is new.',
    zh: '账户注册时间较短。',
  },
  {
    code: 'phone_unverified',
    group: 'account',
    points: 10,
    expression: '!feat.phoneVerified',
    en: 'The phone number is not verified.',
    zh: '手机号码尚未验证。',
  },
  {
    code: 'orders_in_an_hour',
    group: 'velocity',
    points: 15,
    expression: 'feat.buyerOrdersHour >= 5 || feat.deviceOrdersHour >= 8',
    en: 'Many orders were placed in a short time.',
    zh: '短时间内下单次数较多。',
  },
  {
    code: 'orders_in_a_day',
    group: 'velocity',
    points: 15,
    expression: 'feat.buyerOrdersDay >= 15 || feat.deviceOrdersHour >= 20',
    en: 'Many orders were placed in a short time.',
    zh: '短时间内下单次数较多。',
  },
  {
    code: 'device_shared',
    group: 'link',
    points: 25,
    expression: 'feat.deviceBuyersDay >= 3',
    en: 'The device was used with several accounts.',
    zh: '该设备关联了多个账户。',
  },
  {
    code: 'address_shared',
    group: 'link',
    points: 10,
    expression: 'feat.addressBuyersDay >= 5 && feat.addressBuyersDay <= 50',
    en: 'The delivery address was used by several accounts.',
    zh: '该收货地址被多个账户使用。',
  },
  {
    code: 'card_shared',
    group: 'link',
    points: 25,
    isShadow: true,
    expression: 'feat.cardBuyersDay >= 3',
    en: 'The card was used with several accounts.',
    zh: '该支付卡关联了多个账户。',
  },
  {
    code: 'card_country_differs',
    group: 'country',
    points: 25,
    expression: 'feat.cardCountry != feat.shippingCountry',
    en: 'The countries of card and delivery differ.',
    zh: '支付卡国家与收货国家不一致。',
  },
  {
    code: 'account_country_differs',
    group: 'country',
    points: 15,
    expression: 'feat.buyerCountry != feat.shippingCountry',
    en: 'The countries of account and delivery differ.',
    zh: '账户国家与收货国家不一致。',
  },
  {
    code: 'many_cards',
    group: 'cards',
    points: 30,
    expression: 'feat.buyerCardsDay >= 3',
    en: 'Several cards were used in a short time.',
    zh: '短时间内使用了多张支付卡。',
  },
  {
    code: 'card_testing',
    group: 'cards',
    points: 0,
    forced: 'hold',
    expression: 'feat.buyerCardsDay >= 5',
    en: 'Several cards were used in a short time.',
    zh: '短时间内使用了多张支付卡。',
  },
];

const CAPS = { amount: 60, account: 30, velocity: 30, link: 40, country: 40, cards: 40, content: 40 };

/** An order of the step-up band goes on with its reasons on record; asking for more proof is a later outcome. */
const BANDS = [
  { from: 0, name: 'allow', outcome: 'allow' },
  { from: 30, name: 'step_up', outcome: 'allow' },
  { from: 60, name: 'hold', outcome: 'hold' },
  { from: 85, name: 'block', outcome: 'block' },
];

const EVENTS = ['order.placed', 'payment.authorised'];

export class RiskSeed1700000000802 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(
      `insert into risk_rulesets (version, group_caps, bands, created_at, created_by) values (1, $1, $2, now(), 'system')`,
      [JSON.stringify(CAPS), JSON.stringify(BANDS)],
    );
    for (const [index, rule] of RULES.entries()) await this.insert(q, idOf(index), rule);
    await q.query(`
      insert into risk_review_policies (event, sla, review_within, deadline_outcome)
      values ('payment.authorised', 'PT2H', 'P3D', 'rejected')
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      truncate risk_review_policies, risk_ruleset_rules, risk_rulesets, risk_rule_versions, risk_rules cascade
    `);
  }

  private async insert(q: QueryRunner, id: string, rule: Seed): Promise<void> {
    await q.query(
      `insert into risk_rules (id, code, rule_group, created_at, created_by) values ($1, $2, $3, now(), 'system')`,
      [id, rule.code, rule.group],
    );
    await q.query(
      `insert into risk_rule_versions
         (rule_id, version, events, expression, points, forced_outcome, mode, text_en, text_zh, created_at, created_by)
       values ($1, 1, $2, $3, $4, $5, $6, $7, $8, now(), 'system')`,
      [id, EVENTS, rule.expression, rule.points, rule.forced ?? null, modeOf(rule), rule.en, rule.zh],
    );
    await q.query(`insert into risk_ruleset_rules (ruleset_version, rule_id, rule_version) values (1, $1, 1)`, [id]);
  }
}

const modeOf = ({ isShadow }: Seed): string => (isShadow ? 'shadow' : 'live');

const idOf = (index: number): string =>
  `018bcfe5-6800-7000-8000-0000000008${(index + 1).toString(16).padStart(2, '0')}`;
