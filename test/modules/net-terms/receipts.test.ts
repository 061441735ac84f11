import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/index.js';
import {
  company,
  creditLine,
  invoicedSale,
  invoiceOf,
  journalsOn,
  lineOf,
  transfer,
  USD,
  type Company,
  type ReceiptBody,
} from '../../support/world.companies.js';
import { staff, type Person } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';
import { expectWorldMatch } from '../../support/world.payments.js';
import { held, openShop, refund, type Shop } from '../../support/world.refunds.js';

const UNPLACED = '00000000-0000-7000-8000-000000704001';

describe('a transfer to the bank account', () => {
  let app: TestApp;
  let [ada, bo]: Person[] = [];
  let shop: Shop;

  beforeAll(async () => {
    app = await startApp();
    [ada, bo] = [await staff(app, 'finance'), await staff(app, 'finance')];
    shop = await openShop(app);
  });
  afterAll(() => app.stop());

  const by = (person: Person | undefined): Person => person ?? { userId: '', token: '' };
  const RECEIPTS = '/v1/finance/bank-receipts';

  async function creditworthy(fields: object = {}): Promise<Company> {
    const buying = await company(app);
    await creditLine(app, by(ada), buying, fields);
    return buying;
  }

  const owedBy = (buying: Company): Promise<number> => held(app, 'buyer_receivable', buying.id);
  const unplaced = (): Promise<number> => held(app, 'unapplied_receipts', UNPLACED);
  const bodyOf = (answer: { body: unknown }): ReceiptBody => answer.body as ReceiptBody;

  it('pays a part of the invoice that it names, and the rest later', async () => {
    const buying = await creditworthy();
    const sale = await invoicedSale(app, buying, shop);

    const first = await transfer(app, by(ada), 5_000, sale.invoice.number);
    const part = await invoiceOf(app, buying, sale.sellerOrderId);
    const line = await lineOf(app, buying);
    await transfer(app, by(ada), 8_000, sale.invoice.number);

    expect(bodyOf(first)).toMatchObject({
      applied: USD(5_000),
      unapplied: USD(0),
      applications: [{ invoiceId: sale.invoice.id, amount: USD(5_000) }],
    });
    expect(part).toMatchObject({ state: 'partially_paid', open: USD(8_000), paid: USD(5_000) });
    expect(line).toMatchObject({ used: USD(8_000) });
    expect(await invoiceOf(app, buying, sale.sellerOrderId)).toMatchObject({ state: 'paid', open: USD(0) });
    expect(await owedBy(buying)).toBe(0);
  });

  it('waits with what is more than its invoice, and pays another one later', async () => {
    const buying = await creditworthy();
    const [one, two] = [await invoicedSale(app, buying, shop), await invoicedSale(app, buying, shop)];
    const before = await unplaced();

    const receipt = bodyOf(await transfer(app, by(ada), 20_700, `${one.invoice.number} and more`));
    const waiting = await unplaced();
    const path = `${RECEIPTS}/${receipt.id}/applications`;
    const tooMuch = await post(app, by(ada).token, path, { invoiceId: two.invoice.id, amount: USD(7_701) });
    const paidBefore = await post(app, by(ada).token, path, { invoiceId: one.invoice.id });
    const applied = await post(app, by(bo).token, path, { invoiceId: two.invoice.id });
    const again = await post(app, by(ada).token, path, { invoiceId: two.invoice.id });

    expect(receipt).toMatchObject({ applied: USD(13_000), unapplied: USD(7_700) });
    expect(waiting - before).toBe(7_700);
    expect([tooMuch, paidBefore, again].map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'receipt_smaller'],
      [409, 'invoice_smaller'],
      [409, 'receipt_smaller'],
    ]);
    expect(bodyOf(applied)).toMatchObject({ applied: USD(20_700), unapplied: USD(0) });
    expect(await unplaced()).toBe(before);
    expect(await invoiceOf(app, buying, two.sellerOrderId)).toMatchObject({
      state: 'partially_paid',
      open: USD(5_300),
    });
    expect(await journalsOn(app, 'buyer_receivable', buying.id)).toEqual([
      ['D buyer_receivable 13000', 'C order_escrow 13000'],
      ['D buyer_receivable 13000', 'C order_escrow 13000'],
      ['D bank_client 13000', 'C buyer_receivable 13000'],
      ['D unapplied_receipts 7700', 'C buyer_receivable 7700'],
    ]);
  });

  it('pays every invoice that it names, in the order of its text', async () => {
    const buying = await creditworthy();
    const [one, two] = [await invoicedSale(app, buying, shop), await invoicedSale(app, buying, shop)];

    const receipt = await transfer(
      app,
      by(ada),
      14_000,
      `${two.invoice.number}, ${one.invoice.number}, ${two.invoice.number}`,
    );

    expect(bodyOf(receipt).applications).toMatchObject([
      { invoiceId: two.invoice.id, amount: USD(13_000) },
      { invoiceId: one.invoice.id, amount: USD(1_000) },
    ]);
    expect(await owedBy(buying)).toBe(12_000);
  });

  it('that nobody can place waits (X1), is listed, and goes back', async () => {
    const before = await unplaced();

    const receipt = bodyOf(await transfer(app, by(ada), 7_700, 'for the piano'));
    const open = await get<{ data: ReceiptBody[] }>(app, by(bo).token, `${RECEIPTS}?unapplied=true&limit=100`);
    const path = `${RECEIPTS}/${receipt.id}/returns`;
    const some = await post(app, by(bo).token, path, { amount: USD(700), reason: 'They asked for it.' });
    const rest = await post(app, by(bo).token, path, { reason: 'Nobody knows it.' });
    const again = await post(app, by(bo).token, path, { reason: 'Nobody knows it.' });

    expect(receipt).toMatchObject({ applied: USD(0), unapplied: USD(7_700), applications: [] });
    expect(open.data.map(({ id }) => id)).toContain(receipt.id);
    expect(bodyOf(some)).toMatchObject({ returned: USD(700), unapplied: USD(7_000) });
    expect(bodyOf(rest)).toMatchObject({ returned: USD(7_700), unapplied: USD(0) });
    expect([again.status, again.body.code]).toEqual([409, 'receipt_smaller']);
    expect(await unplaced()).toBe(before);
    const [booked, one, two] = (await journalsOn(app, 'unapplied_receipts', UNPLACED)).slice(-3);
    expect([booked, one, two]).toEqual([
      ['D bank_client 7700', 'C unapplied_receipts 7700'],
      ['D unapplied_receipts 700', 'C bank_client 700'],
      ['D unapplied_receipts 7000', 'C bank_client 7000'],
    ]);
  });

  it('is recorded once for each line of the statement, by whom and however often', async () => {
    const buying = await creditworthy();
    const sale = await invoicedSale(app, buying, shop);
    const externalLineId = `line-${randomUUID()}`;

    const answers = await Promise.all(
      [ada, bo, ada].map((person) => transfer(app, by(person), 5_000, sale.invoice.number, { externalLineId })),
    );
    const late = await transfer(app, by(bo), 1, 'other', { externalLineId });

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect([late.status, late.body.code]).toEqual([409, 'bank_line_known']);
    expect(await owedBy(buying)).toBe(8_000);
  });

  it('never pays an invoice twice, however many name it at the same time', async () => {
    const buying = await creditworthy();
    const sale = await invoicedSale(app, buying, shop);
    const before = await unplaced();

    const answers = await Promise.all(
      Array.from({ length: 8 }, (_each, i) => transfer(app, by(i % 2 ? ada : bo), 3_000, sale.invoice.number)),
    );

    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
    expect(await invoiceOf(app, buying, sale.sellerOrderId)).toMatchObject({ state: 'paid', paid: USD(13_000) });
    expect(await owedBy(buying)).toBe(0);
    expect((await unplaced()) - before).toBe(8 * 3_000 - 13_000);
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(0) });
  });

  it('pays no invoice in another currency, and nothing is nothing', async () => {
    const buying = await creditworthy();
    const sale = await invoicedSale(app, buying, shop);
    const euros = { amount: { amount: 13_000, currency: 'EUR' } };

    const receipt = bodyOf(await transfer(app, by(ada), 0, sale.invoice.number, euros));
    const applied = await post(app, by(ada).token, `${RECEIPTS}/${receipt.id}/applications`, {
      invoiceId: sale.invoice.id,
    });
    const nothing = await transfer(app, by(ada), 0, sale.invoice.number);

    expect(receipt.applications).toEqual([]);
    expect([applied.status, applied.body.code]).toEqual([409, 'invoice_currency_differs']);
    expect(nothing.status).toBe(422);
    expect(await owedBy(buying)).toBe(13_000);
  });

  it('and a refund of the same invoice at the same time give each its due, whichever comes first', async () => {
    const buying = await creditworthy();
    const sale = await invoicedSale(app, buying, shop);
    const before = await unplaced();

    const [receipt, back] = await Promise.all([
      transfer(app, by(ada), 13_000, sale.invoice.number),
      refund(app, shop.seller.token, sale, { everything: true }).then(async (answer) => {
        await app.drain();
        return answer;
      }),
    ]);
    await app.drain();

    expect([receipt.status, back.status]).toEqual([201, 201]);
    const credit = await held(app, 'buyer_credit', buying.id);
    const waiting = (await unplaced()) - before;
    expect(credit + waiting).toBe(13_000);
    expect(await owedBy(buying)).toBe(0);
    expect(await invoiceOf(app, buying, sale.sellerOrderId)).toMatchObject({
      state: 'credited',
      credited: USD(13_000),
    });
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(0) });
  });

  it('is only for finance, and only what exists is applied', async () => {
    const buying = await creditworthy();
    const sale = await invoicedSale(app, buying, shop);
    const { id } = bodyOf(await transfer(app, by(ada), 13_000, 'unknown'));
    const strange = 'inv_01hzy3v9qtf5r8m2k4w6x8y0za';

    const answers = [
      await transfer(app, buying.admin, 13_000, sale.invoice.number),
      await app.http.get(`${RECEIPTS}/${id}`).set('Authorization', `Bearer ${buying.admin.token}`),
      await post(app, buying.admin.token, `${RECEIPTS}/${id}/applications`, { invoiceId: sale.invoice.id }),
      await post(app, by(ada).token, `${RECEIPTS}/${id}/applications`, { invoiceId: strange }),
      await post(app, by(ada).token, `${RECEIPTS}/brc_01hzy3v9qtf5r8m2k4w6x8y0za/applications`, {
        invoiceId: sale.invoice.id,
      }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 404, 404]);
    expect(await owedBy(buying)).toBe(13_000);
  });

  it('leaves the books with what the bank has', async () => {
    await app.drain();

    await expectWorldMatch(app);
  });
});
