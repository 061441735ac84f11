import { createHash } from 'node:crypto';
import type { TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import { post } from '../../support/world.orders.js';
import { activeSeller } from '../../support/world.sellers.js';
import {
  controlOf,
  detailOf,
  entriesOf,
  fileOf,
  ledgerOf,
  monthAt,
  pathOf,
  periodOf,
  posted,
  standOf,
  startStatements,
  statementsOf,
  travel,
  type ControlBody,
} from './statements-app.js';

let app: TestApp;
let finance: Person;

beforeAll(async () => {
  app = await startStatements();
  finance = await staff(app, 'finance');
  await travel(app, monthAt(app, 1, 9, 12));
});
afterAll(() => app.stop());

const rows = () =>
  app.sql(`select (select count(*) from seller_statements)::int as statements,
                  (select count(*) from seller_statement_lines)::int as lines,
                  (select count(*) from fee_invoices)::int as invoices`);
describe('a statement', () => {
  it('opens with nothing, lists what took effect in its month, and closes with what the ledger says', async () => {
    const seller = await activeSeller(app);
    const [begin, end] = [monthAt(app, 0), monthAt(app, 1)];
    await posted(app, seller, monthAt(app, 0, 2), { seller_pending: 9_000 }, { kind: ['seller_order', 'delivered'] });
    await posted(
      app,
      seller,
      monthAt(app, 0, 4),
      { seller_pending: -9_000, seller_available: 8_100, seller_reserve: 900 },
      { kind: ['seller_order', 'released'] },
    );
    await posted(app, seller, monthAt(app, 0, 5), { seller_available: -5_000 }, { kind: ['payout', 'created'] });
    await posted(
      app,
      seller,
      monthAt(app, 0, 6),
      { seller_reserve: -900, seller_available: 900 },
      { kind: ['reserve_lot', 'released'] },
    );

    await travel(app, monthAt(app, 1, 0, 5));
    const [statement, ...more] = await statementsOf(app, seller);
    const detail = await detailOf(app, seller, statement?.id ?? '');
    const entries = await entriesOf(app, seller, statement?.id ?? '');

    expect(more).toEqual([]);
    expect(statement).toMatchObject({
      number: 1,
      period: periodOf(begin),
      currency: 'USD',
      opening: { amount: 0 },
      closing: { amount: 4_000 },
      entryCount: 7,
      correctionCount: 0,
      previousHash: null,
    });
    expect(standOf(detail)).toEqual({
      pending: [0, 0],
      available: [0, 4_000],
      reserve: [0, 0],
      held: [0, 0],
      receivable: [0, 0],
    });
    expect(await ledgerOf(app, seller, end)).toEqual({ pending: 0, available: 4_000, reserve: 0 });
    expect(detail.totals).toMatchObject([
      { kind: 'payout', entryCount: 1, increase: { amount: 0 }, decrease: { amount: 5_000 } },
      { kind: 'release', entryCount: 3, increase: { amount: 9_000 }, decrease: { amount: 9_000 } },
      { kind: 'reserve_release', entryCount: 2, increase: { amount: 900 }, decrease: { amount: 900 } },
      { kind: 'sale', entryCount: 1, increase: { amount: 9_000 }, decrease: { amount: 0 } },
    ]);
    expect(entries.map(({ account, change, kind }) => [kind, account, change.amount])).toEqual([
      ['sale', 'pending', 9_000],
      ['release', 'pending', -9_000],
      ['release', 'available', 8_100],
      ['release', 'reserve', 900],
      ['payout', 'available', -5_000],
      ['reserve_release', 'reserve', -900],
      ['reserve_release', 'available', 900],
    ]);
  });

  it('takes an entry of the month to come on the next statement, although it was posted before this one', async () => {
    const seller = await activeSeller(app);
    const [here, next] = [monthAt(app, 0, 3), monthAt(app, 1, 0, 1)];
    await posted(app, seller, here, { seller_available: 100 });
    await posted(app, seller, next, { seller_available: 20 });
    await posted(app, seller, monthAt(app, 0, 6), { seller_available: 3 });

    await travel(app, monthAt(app, 1, 0, 5));
    const first = await statementsOf(app, seller);
    await posted(app, seller, monthAt(app, 0, 0, 5), { seller_available: 4_000 });
    await travel(app, monthAt(app, 1, 0, 5));
    const both = await statementsOf(app, seller);

    expect(first).toMatchObject([{ entryCount: 2, closing: { amount: 103 } }]);
    expect(both).toMatchObject([
      { id: first[0]?.id, hash: first[0]?.hash },
      { number: 2, opening: { amount: 103 }, entryCount: 2, correctionCount: 0, closing: { amount: 4_123 } },
    ]);
  });

  it('lists what came late on the next statement, as a correction with the original date', async () => {
    const seller = await activeSeller(app);
    const original = monthAt(app, 0, 10);
    const wrong = await posted(app, seller, original, { seller_available: 5_000 });
    await travel(app, monthAt(app, 1, 0, 5));
    const period = periodOf(original);
    const before = await statementsOf(app, seller);

    await posted(app, seller, original, { seller_available: 700 });
    const uncovered = await controlOf(app, finance, period);
    const lastDay = new Date(monthAt(app, 0).getTime() - 1).toISOString().slice(0, 10);
    await post(app, finance.token, '/v1/finance/periods', { endsOn: lastDay }).then(({ status }) =>
      expect(status).toBe(201),
    );
    const today = monthAt(app, 0, 2);
    await posted(app, seller, today, { seller_available: -5_000, seller_receivable: 30 }, { corrects: wrong });
    await travel(app, monthAt(app, 0, 4));
    await posted(app, seller, original, { seller_available: 1 });
    await travel(app, monthAt(app, 1, 0, 5));
    const [first, second] = await statementsOf(app, seller);

    expect(before).toMatchObject([{ closing: { amount: 5_000 } }]);
    expect(first).toEqual(before[0]);
    expect(second).toMatchObject({
      number: 2,
      opening: { amount: 5_000 },
      closing: { amount: 671 },
      entryCount: 4,
      correctionCount: 4,
      previousHash: first?.hash,
    });
    const entries = await entriesOf(app, seller, second?.id ?? '');
    expect(entries.map(({ change, originalAt }) => [change.amount, originalAt])).toEqual([
      [700, original.toISOString()],
      [-5_000, original.toISOString()],
      [30, original.toISOString()],
      [1, original.toISOString()],
    ]);
    const days = entries.map(({ effectiveAt }) => effectiveAt.slice(0, 10));
    const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
    const closed = new Date(today.getTime() + 2 * 86_400_000);
    expect(days).toEqual([original, today, today, closed].map(dayOf));
    const available = ({ currencies: [of] }: ControlBody) => of?.accounts.find((each) => each.account === 'available');
    expect(uncovered.isProven).toBe(true);
    expect(available(uncovered)).toMatchObject({ late: { amount: 700 }, difference: { amount: 0 } });
    expect(available(await controlOf(app, finance, period))).toMatchObject({
      late: { amount: 700 },
      difference: { amount: 0 },
    });
  });

  it('is one for each currency, with numbers and hashes in one chain', async () => {
    const seller = await activeSeller(app);
    await posted(app, seller, monthAt(app, 0, 1), { seller_available: 500 });
    await posted(app, seller, monthAt(app, 0, 1), { seller_available: 700 }, { currency: 'JPY' });

    await travel(app, monthAt(app, 2, 0, 5));
    const statements = await statementsOf(app, seller);

    expect(statements.map(({ number, currency, closing }) => [number, currency, closing.amount])).toEqual([
      [1, 'JPY', 700],
      [2, 'USD', 500],
      [3, 'JPY', 700],
      [4, 'USD', 500],
    ]);
    expect(statements.map(({ previousHash }) => previousHash)).toEqual([
      null,
      ...statements.slice(0, 3).map(({ hash }) => hash),
    ]);
  });

  it('is its CSV: the hash is the one of the file', async () => {
    const seller = await activeSeller(app);
    const at = monthAt(app, 0, 3);
    const journalId = await posted(app, seller, at, { seller_available: 123_456 });
    await travel(app, monthAt(app, 1, 0, 5));
    const [statement] = await statementsOf(app, seller);

    const csv = await fileOf(app, `${pathOf(seller)}/${statement?.id}.csv`, seller.token);

    expect(createHash('sha256').update(csv).digest('hex')).toBe(statement?.hash);
    const records = csv.toString('utf8').split('\r\n');
    expect(records[0]).toBe(
      'record,at,account,kind,amount,balance,currency,sellerOrderId,payoutId,journalId,line,originalAt,reference',
    );
    expect(records.filter((record) => record.startsWith('entry'))).toEqual([
      expect.stringMatching(
        new RegExp(`^entry,${at.toISOString()},available,adjustment,1234.56,1234.56,USD,,,jnl_[0-9a-z]{26},1,,$`),
      ),
    ]);
    expect(records).toContain(`seller,,,,,,,,,,,,${seller.sellerId}`);
    expect(records.at(-2)).toBe(`closing,${monthAt(app, 0).toISOString()},total,,,1234.56,USD,,,,,,`);
    expect(journalId).not.toBe('');
  });

  it('is never changed: the database refuses', async () => {
    const before = await rows();

    await expect(app.sql(`update seller_statements set number = number + 100`)).rejects.toThrow('never changed');
    await expect(app.sql(`delete from seller_statement_lines`)).rejects.toThrow('never changed');
    await expect(app.sql(`truncate fee_invoices cascade`)).rejects.toThrow('never changed');

    expect(await rows()).toEqual(before);
  });
});
