import { randomUUID } from 'node:crypto';
import { fromWire } from '../../../src/kernel/index.js';
import { AgeBreaks } from '../../../src/modules/reconciliation/age-breaks.js';
import { webhooksOf } from '../../../src/sandbox/start-provider.js';
import { bearer } from '../../support/index.js';
import { company, creditLine, invoicedSale, transfer } from '../../support/world.companies.js';
import { buyer, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { deliveredOrder, paidOrder } from '../../support/world.orders.js';
import { activeSeller } from '../../support/world.sellers.js';
import { funded, runPayouts } from '../settlement/settlement-app.js';
import { Books, type FileBody, type ItemBody } from './reconciliation-app.js';

let books: Books;
let bank: string;
let provider: string;
let shopper: Person;
let sell: () => Promise<string>;

beforeAll(async () => {
  books = await Books.open();
  const { app } = books;
  const seller = await activeSeller(app, { tier: 'T1' });
  shopper = await buyer(app);
  const { variantId } = await activeListing(app, seller, { price: 10_000, shipping: 0, stock: 100 });
  sell = async () => (await paidOrder(app, shopper, { variantId })).paymentId;
  await deliveredOrder(app, shopper, seller, { variantId });
  await books.fetched('balance_csv');
  bank = await books.opened('house-bank', 'bank');
  provider = (await books.account('sandbox-balance')).id;
});
afterAll(() => books.app.stop());

const today = (): string => new Date().toISOString().slice(0, 10);
const bankFile = (...lines: string[]): string => ['entry_id,value_date,amount,currency,text', ...lines, ''].join('\n');
const report = (...lines: string[]): string =>
  ['transaction_id,type,created,currency,gross,fee,net,source_id,reference', ...lines, ''].join('\n');
const take = async (account: string, query: string, file: string): Promise<FileBody> => {
  const answer = await books.upload(account, query, file);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body as FileBody;
};
const lineOf = async (externalId: string): Promise<ItemBody | undefined> =>
  (await books.breaks()).find((each) => each.externalId === externalId);
const resolve = (item: ItemBody | undefined, body: object, key: string = randomUUID()) =>
  books.app.http
    .post(`/v1/finance/reconciliation/breaks/${item?.id ?? ''}/resolution`)
    .set(bearer(books.finance.token))
    .set('Idempotency-Key', key)
    .send(body);

describe('a settlement', () => {
  it('whose bank names no reference is known by its amount, when there is one of it', async () => {
    await take(
      provider,
      'format=balance_csv',
      report(`txn_s1,settlement,${today()},USD,-61.00,0.00,-61.00,st_sixtyone1,`),
    );

    const file = await take(bank, 'format=bank_csv', bankFile(`b-61,${today()},61.00,USD,KARTENDIENST AG`));

    expect(file).toMatchObject({ matched: 1, breaks: 0 });
    expect((await books.journalsOf('psp_settlement')).map(({ id }) => id)).toEqual(['st_sixtyone1']);
  });

  it('is not guessed when two have its amount', async () => {
    const [one, two] = ['txn_s2,settlement,', 'txn_s3,settlement,'].map(
      (start, i) => `${start}${today()},USD,-62.00,0.00,-62.00,st_sixtytwo${i},`,
    );
    await take(provider, 'format=balance_csv', report(one ?? '', two ?? ''));

    const file = await take(bank, 'format=bank_csv', bankFile(`b-62,${today()},62.00,USD,KARTENDIENST AG`));
    const unknown = await lineOf('b-62');
    const key = randomUUID();
    const resolved = await resolve(unknown, { resolution: 'provider_settlement', reference: 'st_sixtytwo1' }, key);
    const replayed = await resolve(unknown, { resolution: 'provider_settlement', reference: 'st_sixtytwo1' }, key);
    await books.app.get(AgeBreaks).run();

    expect(file).toMatchObject({ matched: 0, breaks: 1 });
    expect(unknown?.bookedJournalId).toMatch(/^jnl_/);
    expect(resolved.body).toMatchObject({ status: 'matched', resolution: 'provider_settlement' });
    expect(replayed.body).toEqual(resolved.body);
    const [row] = await books.app.sql<{ status: string }>(
      `select status from reconciliation_items where external_id = 'txn_s3'`,
    );
    expect(row?.status).toBe('matched');
    expect(await books.balanceOf('unapplied_receipts')).toBe(0);
  });

  it('that the bank has before the provider tells of it waits for that', async () => {
    const file = await take(bank, 'format=bank_csv', bankFile(`b-63,${today()},63.00,USD,AUSZAHLUNG st_sixtythree`));
    const before = await books.journalsOf('psp_settlement');

    await take(
      provider,
      'format=balance_csv',
      report(`txn_s4,settlement,${today()},USD,-63.00,0.00,-63.00,st_sixtythree,`),
    );

    expect(file).toMatchObject({ waiting: 1, breaks: 0 });
    expect(await books.journalsOf('psp_settlement')).toHaveLength(before.length + 1);
    expect(await lineOf('b-63')).toBeUndefined();
  });
});

describe('a line of a provider', () => {
  it('that is nothing known is what a person says: a fee', async () => {
    await take(provider, 'format=balance_csv', report(`txn_o1,adjustment,${today()},USD,-1.50,0.00,-1.50,adj_1,`));
    const clearing = await books.balanceOf('psp_clearing');
    const found = await lineOf('txn_o1');

    const unfit = await resolve(found, { resolution: 'revenue_sweep' });
    const [first, second] = await Promise.all([
      resolve(found, { resolution: 'provider_fee' }),
      resolve(found, { resolution: 'provider_fee' }),
    ]);

    expect([unfit.status, unfit.body.code]).toEqual([409, 'resolution_unfit']);
    expect([first?.status, second?.status].sort()).toEqual([200, 409]);
    expect(await books.balanceOf('psp_clearing')).toBe(clearing - 150);
    expect(await lineOf('txn_o1')).toBeUndefined();
  });

  it('of Stripe is a charge by its intent', async () => {
    const stripe = await books.opened('stripe-balance', 'provider', { provider: 'stripe' });
    const id = fromWire('pay', await sell());
    const [was] = await books.app.sql<{ ref: string }>('select provider_ref as ref from payments where id = $1', [id]);
    await books.app.sql(`update payments set provider = 'stripe', provider_ref = 'pi_777' where id = $1`, [id]);

    const file = await take(
      stripe,
      'format=stripe_balance_csv',
      [
        'balance_transaction_id,created,currency,gross,fee,net,reporting_category,source_id,payment_intent_id,description',
        `txn_77,${today()} 10:00:00,usd,100.00,2.75,97.25,charge,ch_77,pi_777,An order`,
        '',
      ].join('\n'),
    );

    expect(file).toMatchObject({ added: 2, matched: 2, breaks: 0 });
    expect((await books.journalsOf('psp_balance_txn')).map(({ id: key }) => key)).toContain('stripe:txn_77:fee');
    await books.app.sql(`update payments set provider = 'sandbox', provider_ref = $2 where id = $1`, [id, was?.ref]);
  });
});

describe('a line of a bank', () => {
  it('of earned revenue that left is booked', async () => {
    await take(bank, 'format=bank_csv', bankFile(`b-x5,${today()},-4.00,USD,to our own account`));

    const resolved = await resolve(await lineOf('b-x5'), { resolution: 'revenue_sweep', reason: 'Monthly.' });

    expect(resolved.body).toMatchObject({ status: 'matched', resolution: 'revenue_sweep', reason: 'Monthly.' });
    expect(await books.balanceOf('bank_operating')).toBe(400);
  });

  it('that finance has recorded is that transfer; one that was booked from a statement is not recorded again', async () => {
    const { app, finance } = books;
    const recorded = await transfer(app, finance, 3_300, 'Somebody', { externalLineId: 'b-33' });
    const unapplied = await books.balanceOf('unapplied_receipts');

    const file = await take(
      bank,
      'format=bank_csv',
      bankFile(`b-33,${today()},33.00,USD,Somebody`, `b-34,${today()},34.00,USD,Somebody else`),
    );
    const again = await transfer(app, finance, 3_400, 'Somebody else', { externalLineId: 'b-34' });

    expect(recorded.status).toBe(201);
    expect(file).toMatchObject({ matched: 1, breaks: 1 });
    expect([again.status, again.body.code]).toEqual([409, 'bank_line_known']);
    expect(await books.balanceOf('unapplied_receipts')).toBe(unapplied - 3_400);
  });

  it('of a company’s transfer pays the invoices that it names, once somebody has seen that it is one', async () => {
    const { app, finance } = books;
    const buying = await company(app);
    await creditLine(app, finance, buying);
    const seller = await activeSeller(app, { tier: 'T1' });
    const { variantId } = await activeListing(app, seller, { price: 2_000, shipping: 0, stock: 50 });
    const { invoice } = await invoicedSale(app, buying, { seller, variantId }, 1);
    const amount = (invoice.total.amount / 100).toFixed(2);
    await take(bank, 'format=bank_csv', bankFile(`b-inv,${today()},${amount},USD,Rechnung ${invoice.number}`));
    const found = await lineOf('b-inv');
    const unapplied = await books.balanceOf('unapplied_receipts');
    const owed = await books.balanceOf('buyer_receivable');

    const recorded = await transfer(app, finance, invoice.total.amount, invoice.number, { externalLineId: 'b-inv' });
    const [first, second] = await Promise.all([
      resolve(found, { resolution: 'company_receipt' }),
      resolve(found, { resolution: 'company_receipt' }),
    ]);

    expect(recorded.status).toBe(409);
    expect([first?.status, second?.status].sort()).toEqual([200, 409]);
    expect(await books.balanceOf('unapplied_receipts')).toBe(unapplied + invoice.total.amount);
    expect(await books.balanceOf('buyer_receivable')).toBe(owed - invoice.total.amount);
    expect(await lineOf('b-inv')).toBeUndefined();
    const open = await app.sql(`select from reconciliation_open_entries where source_type = 'bank_receipt'`);
    expect(open).toEqual([]);
  });

  it.each(['UTF-8', 'windows-1252'])('in %s is the same line', async (encoding) => {
    const text = bankFile(`b-enc-${encoding},${today()},-1.00,USD,Müller & Söhne`);
    const query = `format=bank_csv${encoding === 'UTF-8' ? '' : '&encoding=windows-1252'}`;

    await books.upload(bank, query, Buffer.from(text, encoding === 'UTF-8' ? 'utf8' : 'latin1'));

    const [row] = await books.app.sql<{ body: string }>(
      'select body from reconciliation_items where external_id = $1',
      [`b-enc-${encoding}`],
    );
    expect(row?.body).toBe('Müller & Söhne');
  });
});

describe('a payout', () => {
  it('that nobody confirms is missing after three days, until it leaves transit', async () => {
    const { app } = books;
    await funded(app, { accountNumber: 'DE0011110003' });
    app.provider.deliverTo({ payments: webhooksOf(app.url).payments });
    await runPayouts(app);
    await app.drain();
    await app.sql(`delete from deadlines where kind like 'settlement.payout-%'`);
    const inTransit = async () =>
      (await books.breaks('&status=missing_external')).filter(({ kind }) => kind === 'in_transit');
    const early = await inTransit();

    await app.advance('P4D');
    await app.get(AgeBreaks).run();
    const late = await inTransit();
    await app.get(AgeBreaks).run();

    expect(early).toEqual([]);
    expect(late).toMatchObject([{ amount: { amount: -9_000 }, source: { type: 'payout', kind: 'created' } }]);
    expect(await inTransit()).toHaveLength(1);
    app.provider.deliverTo(webhooksOf(app.url));
  });
});
