import { createHash } from 'node:crypto';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import { deliveredSale, openShop, refund, type Sale, type Shop } from '../../support/world.refunds.js';
import {
  approvePayouts,
  controlOf,
  detailOf,
  entriesOf,
  fileOf,
  idOf,
  ledgerOf,
  monthAt,
  pathOf,
  periodOf,
  posted,
  standOf,
  statementsOf,
  travel,
} from './statements-app.js';

let app: TestApp;
let finance: Person;
let shop: Shop;
let sale: Sale;
let periods: string[];
let ends: Date[];

/** A sale that is paid out; in the next month it goes back; in the third one something of the second comes late. */
beforeAll(async () => {
  app = await startApp();
  finance = await staff(app, 'finance');
  await travel(app, monthAt(app, 1, 2, 12));
  periods = [0, 1, 2].map((months) => periodOf(monthAt(app, months)));
  ends = [1, 2, 3].map((months) => monthAt(app, months));
  shop = await openShop(app);
  sale = await deliveredSale(app, shop);
  await travel(app, monthAt(app, 0, 27, 12));
  await approvePayouts(app, shop.seller, finance, await staff(app, 'finance'));
  await app.provider.settle();
  await travel(app, monthAt(app, 1, 1, 12));
  const answer = await refund(app, shop.seller.token, sale, { everything: true });
  if (answer.status !== 201) throw new Error(`Not refunded: ${answer.text}`);
  await app.drain();
  await travel(app, monthAt(app, 1, 1, 12));
  await posted(app, shop.seller, new Date((ends[1] as Date).getTime() - 60_000), { seller_available: 1_500 });
  await travel(app, monthAt(app, 1, 0, 6));
}, 300_000);
afterAll(() => app.stop());

const details = async () => {
  const statements = await statementsOf(app, shop.seller);
  return Promise.all(statements.map(({ id }) => detailOf(app, shop.seller, id)));
};

describe('three months of a seller', () => {
  it('are three statements: what was earned, what went back, and what came late', async () => {
    const [first, second, third, ...more] = await details();

    expect(more).toEqual([]);
    expect([first, second, third].map((each) => each?.period)).toEqual(periods);
    expect(first?.totals.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['payout', 'release', 'sale']));
    expect(first).toMatchObject({ number: 1, opening: { amount: 0 }, correctionCount: 0 });
    expect(second?.totals).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'refund', decrease: { amount: 9_000, currency: 'USD' } }),
      ]),
    );
    expect(second).toMatchObject({ number: 2, correctionCount: 0 });
    expect(third).toMatchObject({ number: 3, correctionCount: 1 });
    expect((third?.closing.amount ?? 0) - (second?.closing.amount ?? 0)).toBe(1_500);
    const corrections = (await entriesOf(app, shop.seller, third?.id ?? '')).filter(({ originalAt }) => originalAt);
    expect(corrections).toMatchObject([{ change: { amount: 1_500 }, account: 'available' }]);
    expect(corrections[0]?.originalAt).toBe(new Date((ends[1] as Date).getTime() - 60_000).toISOString());
  });

  it('equal the ledger to the minor unit, and each opens with what the one before closed with', async () => {
    const all = await details();

    for (const [i, statement] of all.entries()) {
      const late = i === 1 ? 1_500 : 0;
      const ledger = await ledgerOf(app, shop.seller, ends[i] as Date);
      const closings = Object.entries(standOf(statement)).map(([account, [, closing]]) => [account, closing]);
      const expected = Object.keys(standOf(statement)).map((account) => [
        account,
        (ledger[account] ?? 0) - (account === 'available' ? late : 0),
      ]);
      expect(closings).toEqual(expected);
      const before = all[i - 1];
      for (const [account, [opening]] of Object.entries(standOf(statement)))
        expect(opening).toBe(before ? standOf(before)[account]?.[1] : 0);
    }
  });

  it('are a chain of hashes, each of which is the one of its file', async () => {
    const all = await statementsOf(app, shop.seller);

    expect(all.map(({ previousHash }) => previousHash)).toEqual([null, all[0]?.hash, all[1]?.hash]);
    for (const { id, hash, previousHash } of all) {
      const csv = await fileOf(app, `${pathOf(shop.seller)}/${id}.csv`, shop.seller.token);
      expect(createHash('sha256').update(csv).digest('hex')).toBe(hash);
      expect(csv.toString('utf8')).toContain(`previous,,,,,,,,,,,,${previousHash ?? ''}\r\n`);
      const proof = await app.http
        .get(`/v1/finance/statements/${id}/verification`)
        .set(bearer(finance.token))
        .expect(200);
      expect(proof.body.isIntact).toBe(true);
    }
  });

  it('and those of all other sellers are the control totals of the ledger', async () => {
    for (const [i, period] of periods.entries()) {
      const { isProven, currencies } = await controlOf(app, finance, period);
      const [usd] = currencies;
      const available = usd?.accounts.find(({ account }) => account === 'available');
      expect([isProven, usd?.missingCount]).toEqual([true, 0]);
      expect(available?.late.amount).toBe(i === 1 ? 1_500 : 0);
      for (const { closing, late, ledger } of usd?.accounts ?? [])
        expect(closing.amount + late.amount).toBe(ledger.amount);
    }
  });

  it('have their fees invoiced in the month of the sale, and credited in the month of the refund', async () => {
    const path = `/v1/sellers/${shop.seller.sellerId}/fee-invoices`;
    const list = await app.http.get(path).set(bearer(shop.seller.token)).expect(200);

    expect(list.body.data).toMatchObject([
      { kind: 'credit_note', period: periods[1], net: { amount: 1_000 }, tax: { amount: 0 } },
      { kind: 'invoice', period: periods[0], net: { amount: 1_000 }, tax: { amount: 0 } },
    ]);
    const [booked] = await app.sql<{ charged: string; returned: string }>(
      `select (sum(e.amount) filter (where e.side = 'C'))::int as charged,
              (sum(e.amount) filter (where e.side = 'D'))::int as returned
         from ledger.entry e join ledger.account a on a.id = e.account_id join ledger.journal j on j.id = e.journal_id
        where a.type_code = 'commission_revenue' and j.seller_id = $1`,
      [idOf(shop.seller)],
    );
    expect(booked).toEqual({ charged: 1_000, returned: 1_000 });
  });

  it('are not made a second time', async () => {
    const before = await statementsOf(app, shop.seller);

    await travel(app, monthAt(app, 0, 3, 6));

    expect(await statementsOf(app, shop.seller)).toEqual(before);
  });
});
