import pg from 'pg';
import { SandboxClock } from '../../../src/platform/clock/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { columnsOf, rulesOf, type Rule } from './catalogue.js';
import { everyKindOfRow, RARE, REFUSED_BY_TRIGGER } from './ground.js';
import { Witnesses } from './witness.js';

/** Tables that hold money, or say who gets how much of it. The books have probes of their own. */
const TABLES = [
  ...['payments', 'payment_parts', 'payment_attempts', 'payment_disputes', 'refunds', 'seller_order_refunds'],
  ...['provider_inbox', 'earnings', 'earning_blocks', 'earning_refunds', 'reserve_lots'],
  ...['settlement_policies', 'payout_minimums', 'payout_switches', 'payout_skips'],
  ...['payouts', 'payout_items', 'payout_provider_events'],
  ...['seller_holds', 'chargebacks', 'chargeback_shares', 'chargeback_evidence', 'chargeback_policies'],
  ...['debt_receipts', 'write_offs'],
];

/** Rules that another rule says as well: no row can break the one alone. */
const IMPLIED = new Map<string, string>([
  ['chargeback_shares_amount_check', 'chargeback_shares_absorbed: between 0 and the amount'],
  ['payment_parts_store_credit_check', 'payment_parts_store_credit_returned: between 0 and the store credit'],
]);

describe('the schema of money', () => {
  let app: TestApp;
  let client: pg.Client;
  let rules: readonly Rule[];
  let witnesses: Witnesses;

  beforeAll(async () => {
    app = await startApp();
    await everyKindOfRow(app);
    const clock = app.get(SandboxClock);
    await clock.set(clock.now(), true);
    client = new pg.Client({ connectionString: app.config.databaseUrl });
    await client.connect();
    rules = await rulesOf(client, TABLES);
    await client.query('begin');
    for (const statement of RARE) await client.query(statement);
    witnesses = new Witnesses(client, rules, await columnsOf(client, TABLES));
  }, 180_000);
  afterAll(async () => {
    await client.end();
    await app.stop();
  });

  it('has rows in every table, so that there is something to copy', async () => {
    const empty: string[] = [];
    for (const table of TABLES) {
      if ((await client.query(`select from ${table} limit 1`)).rowCount === 0) empty.push(table);
    }

    expect(empty).toEqual([]);
  });

  it.each(['check', 'reference', 'unique'] as const)(
    'is missed by a row that must not be when a rule is gone: every %s',
    async (kind) => {
      const survivors: string[] = [];
      for (const rule of rules.filter(
        (each) => each.kind === kind && !IMPLIED.has(each.name) && !isForReference(each),
      )) {
        const { witness, outcomes } = await witnesses.of(rule);
        if (!witness)
          survivors.push(`${rule.table} ${rule.name} (${rule.columns.join(', ')}): ${[...outcomes].join(', ')}`);
      }

      expect(survivors).toEqual([]);
    },
    120_000,
  );

  /** A key that holds another one is there to be referred to. */
  const isForReference = (rule: Rule): boolean =>
    rule.kind === 'unique' &&
    rules.some(
      ({ table, kind, name, predicate, columns }) =>
        table === rule.table &&
        kind === 'unique' &&
        name !== rule.name &&
        predicate === null &&
        columns.every((column) => rule.columns.includes(column)),
    );

  it('is missed by a change that must not be when a rule is gone: every trigger', async () => {
    const survivors: string[] = [];
    for (const rule of rules.filter(({ kind }) => kind === 'trigger')) {
      const statement = REFUSED_BY_TRIGGER[rule.name];
      if (!statement || !(await witnesses.isMissedBy(statement, rule))) survivors.push(rule.name);
    }

    expect(survivors).toEqual([]);
  });

  it('is all of the catalogue', () => {
    expect(rules.length).toBeGreaterThan(100);
  });
});
