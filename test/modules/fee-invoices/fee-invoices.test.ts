import { createHash } from 'node:crypto';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { feeRule } from '../../support/world.fees.js';
import { staff, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { deliveredSale, openShop, refund, units, type Shop } from '../../support/world.refunds.js';
import { fileOf, idOf, monthAt, periodOf, travel, type Amount } from '../statements/statements-app.js';

interface InvoiceBody {
  readonly id: string;
  readonly kind: string;
  readonly number: string;
  readonly period: string;
  readonly net: Amount;
  readonly tax: Amount;
  readonly gross: Amount;
  readonly previousHash: string | null;
  readonly hash: string;
}

interface InvoiceDetailBody extends InvoiceBody {
  readonly items: readonly {
    component: string;
    rateBps: number | null;
    taxRateBps: number | null;
    net: Amount;
    tax: Amount;
  }[];
}

let app: TestApp;
let finance: Person;
let shop: Shop;
let other: Shop;
let periods: string[];

/**
 * Commission 10 %, 0.25 a unit and a payment fee of 2.90 % that is kept, with 20 % tax on each, and 2.00 a listing: two
 * sales of 100.00 in the first month, two units of one of them back in it, the other one back in the second month.
 */
beforeAll(async () => {
  app = await startApp();
  await app.sql(`insert into fee_invoice_series (kind, year, last_number) values ('invoice', 2001, 7)`);
  await travel(app, monthAt(app, 1, 2, 12));
  periods = [0, 1].map((months) => periodOf(monthAt(app, months)));
  [shop, other] = [await openShop(app), await openShop(app)];
  finance = shop.finance;
  for (const { seller } of [shop, other]) {
    const { sellerId } = seller;
    const amounts = (amount: number) => [{ currency: 'USD', amount }];
    const rules = [
      { component: 'commission', tier: 'T1', bps: 1_000 },
      { component: 'fixed_fee', amounts: amounts(25) },
      { component: 'payment_fee', bps: 290, isKept: true },
      { component: 'listing_fee', amounts: amounts(200), taxBps: 1_900 },
    ];
    for (const rule of rules) await feeRule(app, finance, { sellerId, taxBps: 2_000, ...rule });
  }
  await activeListing(app, shop.seller);
  const sales = [await deliveredSale(app, shop), await deliveredSale(app, shop)];
  await deliveredSale(app, other);
  const back = async (body: object, sale = sales[0]): Promise<void> => {
    const answer = await refund(app, shop.seller.token, sale ?? { sellerOrderId: '' }, body);
    if (answer.status !== 201) throw new Error(`Not refunded: ${answer.text}`);
    await app.drain();
  };
  await back(units(sales[0] as (typeof sales)[number], 2));
  await travel(app, monthAt(app, 1, 1, 12));
  await back({ everything: true }, sales[1]);
  await travel(app, monthAt(app, 1, 0, 6));
}, 300_000);
afterAll(() => app.stop());

const pathOf = ({ seller }: Shop): string => `/v1/sellers/${seller.sellerId}/fee-invoices`;

/** Oldest first. */
async function invoicesOf(of: Shop, query = ''): Promise<InvoiceDetailBody[]> {
  const list = await app.http
    .get(`${pathOf(of)}${query}`)
    .set(bearer(of.seller.token))
    .expect(200);
  const ids = (list.body.data as InvoiceBody[]).map(({ id }) => id).reverse();
  return Promise.all(
    ids.map(async (id) => {
      const answer = await app.http
        .get(`${pathOf(of)}/${id}`)
        .set(bearer(of.seller.token))
        .expect(200);
      return answer.body as InvoiceDetailBody;
    }),
  );
}

describe('the fee invoice of a month', () => {
  it('has an item for each fee and rate, with the tax on it', async () => {
    const [invoice] = await invoicesOf(shop, '?kind=invoice');

    expect(invoice).toMatchObject({ kind: 'invoice', period: periods[0] });
    expect(invoice?.items).toMatchObject([
      { component: 'commission', rateBps: 1_000, taxRateBps: 2_000, net: { amount: 2_000 }, tax: { amount: 400 } },
      { component: 'fixed_fee', rateBps: null, taxRateBps: 2_000, net: { amount: 250 }, tax: { amount: 50 } },
      { component: 'payment_fee', rateBps: 290, taxRateBps: 2_000, net: { amount: 754 }, tax: { amount: 150 } },
      { component: 'listing_fee', rateBps: null, taxRateBps: 1_900, net: { amount: 200 }, tax: { amount: 38 } },
    ]);
    expect(invoice).toMatchObject({ net: { amount: 3_204 }, tax: { amount: 638 }, gross: { amount: 3_842 } });
  });

  it('is followed by credit notes of what refunds gave back, without what is kept', async () => {
    const notes = await invoicesOf(shop, '?kind=credit_note');

    expect(notes.map(({ period }) => period)).toEqual(periods);
    expect(notes.flatMap(({ items }) => items.map(({ component }) => component))).toEqual([
      ...['commission', 'fixed_fee'],
      ...['commission', 'fixed_fee'],
    ]);
    expect(notes[1]).toMatchObject({ net: { amount: 1_125 }, tax: { amount: 224 }, gross: { amount: 1_349 } });
  });

  it('and the credit notes are what the ledger says of the seller, to the minor unit', async () => {
    for (const shopOf of [shop, other]) {
      const all = await invoicesOf(shopOf);
      for (const [i, period] of periods.entries()) {
        const [from, until] = [
          new Date(`${period}-01T00:00:00Z`),
          new Date(`${periods[i + 1] ?? '9999-12'}-01T00:00:00Z`),
        ];
        const booked = await app.sql<{ kind: string; fees: string; tax: string }>(
          `select case e.side when 'C' then 'invoice' else 'credit_note' end as kind,
                  coalesce(sum(e.amount) filter (where a.type_code <> 'tax_payable'), 0)::int as fees,
                  coalesce(sum(e.amount) filter (where a.type_code = 'tax_payable'), 0)::int as tax
             from ledger.entry e join ledger.account a on a.id = e.account_id
             join ledger.journal j on j.id = e.journal_id
            where j.seller_id = $1 and j.effective_at >= $2 and j.effective_at < $3
              and (a.type_code in ('commission_revenue', 'subscription_revenue') or e.memo_code like 'fee_tax:%')
            group by e.side`,
          [idOf(shopOf.seller), from, until],
        );
        const invoiced = all
          .filter((each) => each.period === period)
          .map(({ kind, net, tax }) => ({ kind, fees: net.amount, tax: tax.amount }));
        const byKind = (a: { kind: string }, b: { kind: string }): number => (a.kind < b.kind ? -1 : 1);
        expect(invoiced.sort(byKind)).toEqual([...booked].sort(byKind));
      }
    }
  });

  it('takes all the commission that was ever booked', async () => {
    const [difference] = await app.sql<{ n: number }>(
      `select count(*)::int as n from ledger.entry e join ledger.account a on a.id = e.account_id
        where a.type_code in ('commission_revenue', 'subscription_revenue')
          and not exists (select from fee_invoice_entries i where i.journal_id = e.journal_id and i.line = e.line)`,
    );

    expect(difference).toEqual({ n: 0 });
  });

  it('is numbered by the platform, without a gap within its year, and chained', async () => {
    const rows = await app.sql<{ kind: string; year: number; numbers: number[]; broken: number }>(
      `select kind, year, array_agg(number order by number) as numbers,
              (count(*) filter (where previous_hash <> coalesce(before, '\\x')))::int as broken
         from (select *, lag(hash) over (partition by kind, year order by number) as before from fee_invoices) i
        group by kind, year order by kind, year`,
    );

    expect(rows.length).toBeGreaterThan(0);
    for (const { numbers, broken } of rows) {
      expect(numbers).toEqual(numbers.map((_, i) => i + 1));
      expect(broken).toBe(0);
    }
    expect(await app.sql('select last_number from fee_invoice_series where year = 2001')).toEqual([{ last_number: 7 }]);
    const [invoice] = await invoicesOf(shop, '?kind=invoice');
    expect(invoice?.number).toMatch(/^INV-\d{4}-\d{6}$/);
  });

  it('is a CSV whose hash it has, and a PDF', async () => {
    const [invoice] = await invoicesOf(shop, '?kind=invoice');
    const path = `${pathOf(shop)}/${invoice?.id}`;

    const csv = await fileOf(app, `${path}.csv`, shop.seller.apiKey);
    const pdf = await fileOf(app, `${path}.pdf`, finance.token);
    const again = await fileOf(app, `${path}.pdf`, shop.seller.token);

    expect(createHash('sha256').update(csv).digest('hex')).toBe(invoice?.hash);
    expect(csv.toString('utf8').split('\r\n')).toEqual(
      expect.arrayContaining([
        'item,payment_fee,2.90,20.00,7.54,1.50,9.04,USD,,',
        'total,,,,32.04,6.38,38.42,USD,,',
        `period,,,,,,,,,${periods[0]}`,
      ]),
    );
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.equals(again)).toBe(true);
  });

  it('is nobody else’s', async () => {
    const [invoice] = await invoicesOf(shop);
    const status = async (path: string, token: string): Promise<number> =>
      (await app.http.get(path).set(bearer(token))).status;
    const risk = await staff(app, 'risk');

    expect(await status(pathOf(shop), other.seller.token)).toBe(404);
    for (const suffix of ['', '.csv', '.pdf']) {
      expect(await status(`${pathOf(shop)}/${invoice?.id}${suffix}`, other.seller.token)).toBe(404);
      expect(await status(`${pathOf(other)}/${invoice?.id}${suffix}`, other.seller.token)).toBe(404);
      expect(await status(`${pathOf(shop)}/${invoice?.id}${suffix}`, risk.token)).toBe(403);
      expect(await status(`${pathOf(shop)}/${invoice?.id}${suffix}`, finance.token)).toBe(200);
    }
  });
});
