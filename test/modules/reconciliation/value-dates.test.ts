import { fromWire } from '../../../src/kernel/index.js';
import { Clock } from '../../../src/kernel/index.js';
import { valueInstant } from '../../../src/modules/ledger/index.js';
import { bearer } from '../../support/index.js';
import { funded, runPayouts } from '../settlement/settlement-app.js';
import { Books } from './reconciliation-app.js';

const NOW = new Date('2026-03-05T10:00:00Z');

describe('the instant of a value date', () => {
  it.each([
    ['of the day itself is now', '2026-03-05', '2026-03-05T10:00:00.000Z'],
    ['of a day that is over is its end', '2026-03-01', '2026-03-01T23:59:59.999Z'],
    ['of a day to come is its beginning', '2026-03-07', '2026-03-07T00:00:00.000Z'],
  ])('%s', (_, day, instant) => {
    expect(valueInstant(day, NOW).toISOString()).toBe(instant);
  });
});

describe('a line whose money counts on another day than it was booked', () => {
  let books: Books;
  let bank: string;

  beforeAll(async () => {
    books = await Books.open();
    bank = await books.opened('value-bank', 'bank', { expectedFrom: '2020-01-01T00:00:00Z' });
  });
  afterAll(() => books.app.stop());

  /** A day so many days from now. */
  const day = (days: number): string =>
    new Date(books.app.get(Clock).now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const effectiveOf = async (type: string, kind: string, id?: string): Promise<string | undefined> => {
    const [journal] = await books.app.sql<{ at: Date }>(
      `select effective_at as at from ledger.journal where source_type = $1 and kind = $2
          and ($3::text is null or source_id = $3) order by id desc limit 1`,
      [type, kind, id ?? null],
    );
    return journal?.at.toISOString();
  };
  const entry = (id: string, amount: string, booked: string, value: string): string =>
    `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>` +
    `<BookgDt><Dt>${booked}</Dt></BookgDt><ValDt><Dt>${value}</Dt></ValDt><AcctSvcrRef>${id}</AcctSvcrRef></Ntry>`;
  const camt = (closing: string, ...entries: string[]): string =>
    '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">' +
    '<BkToCstmrStmt><Stmt><Id>S1</Id><Acct><Ccy>EUR</Ccy></Acct>' +
    '<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>' +
    `<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>` +
    `${entries.join('')}</Stmt></BkToCstmrStmt></Document>`;
  const dates = async (externalId: string): Promise<unknown> => {
    const found = (await books.breaks()).find((each) => each.externalId === externalId) as unknown as object;
    return found;
  };

  it('keeps both days, and what is booked for it takes effect on the value date', async () => {
    const file = camt('37.00', entry('v-past', '12.00', day(0), day(-2)), entry('v-next', '25.00', day(0), day(2)));

    await books.upload(bank, 'format=camt_053', file, 'application/xml').expect(200);

    expect(await dates('v-past')).toMatchObject({ bookedOn: day(0), valueDate: day(-2) });
    expect(await dates('v-next')).toMatchObject({ bookedOn: day(0), valueDate: day(2) });
    const [past, next] = await Promise.all(
      ['v-past', 'v-next'].map(async (name) => {
        const [row] = await books.app.sql<{ id: string }>(
          'select id from reconciliation_items where external_id = $1',
          [name],
        );
        return effectiveOf('bank_receipt', 'unknown', row?.id);
      }),
    );
    expect([past, next]).toEqual([`${day(-2)}T23:59:59.999Z`, `${day(2)}T00:00:00.000Z`]);
  });

  it('has its own column in files of values; a bank that tells another day contradicts itself', async () => {
    const header = 'entry_id,booking_date,value_date,amount,currency';
    const file = (value: string): string => [header, `v-csv,${day(0)},${value},1.00,EUR`, ''].join('\n');

    await books.upload(bank, 'format=bank_csv', file(day(-1))).expect(200);
    const other = await books.upload(bank, 'format=bank_csv', file(day(-3)));

    expect(await dates('v-csv')).toMatchObject({ bookedOn: day(0), valueDate: day(-1) });
    expect([other.status, other.body.code]).toEqual([409, 'statement_contradicts']);
  });

  it('that turns out to be a company’s is booked as such on its value date', async () => {
    const header = 'entry_id,booking_date,value_date,amount,currency,text';
    const file = [header, `v-company,${day(0)},${day(-2)},25.00,EUR,Somebody`, ''].join('\n');
    await books.upload(bank, 'format=bank_csv', file).expect(200);
    const found = (await books.breaks()).find(({ externalId }) => externalId === 'v-company');

    await books.app.http
      .post(`/v1/finance/reconciliation/breaks/${found?.id ?? ''}/resolution`)
      .set(bearer(books.finance.token))
      .set('Idempotency-Key', 'v-company')
      .send({ resolution: 'company_receipt' })
      .expect(200);

    const then = `${day(-2)}T23:59:59.999Z`;
    const taken = await effectiveOf('bank_receipt', 'taken_over', fromWire('ril', found?.id ?? ''));
    expect([taken, await effectiveOf('bank_receipt', 'unknown')]).toEqual([then, then]);
    const receipt = await books.app.sql(
      `select to_char(value_on, 'YYYY-MM-DD') as day, amount::int from account_receipts where external_line_id = 'v-company'`,
    );
    expect(receipt).toEqual([{ day: day(-2), amount: 2_500 }]);
  });

  it('of Stripe has the day on which it is available; that this day changes later contradicts nothing', async () => {
    const stripe = await books.opened('stripe-dates', 'provider', { provider: 'stripe' });
    const header = 'balance_transaction_id,created,available_on,currency,gross,fee,net,reporting_category,source_id';
    const file = (available: string): string =>
      [header, `txn_v,${day(0)} 10:00:00,${available} 00:00:00,usd,-2.00,0.00,-2.00,fee,fee_1`, ''].join('\n');

    await books.upload(stripe, 'format=stripe_balance_csv', file(day(3))).expect(200);
    await books.upload(stripe, 'format=stripe_balance_csv', file(day(5))).expect(200);

    expect(await effectiveOf('psp_balance_txn', 'fee', 'stripe:txn_v')).toBe(`${day(3)}T00:00:00.000Z`);
  });

  it('of a payout that came back gives the money back on that day, though not before it left', async () => {
    const { app } = books;
    const [late, early] = [await funded(app), await funded(app)];
    await runPayouts(app);
    await app.drain();
    await app.advance('P6D');
    const payouts = await Promise.all(
      [late, early].map(async (each) => {
        const sql = 'select id, submitted_at as at from payouts where seller_id = $1';
        const sellerId = fromWire('sel', (each as { sellerId: string }).sellerId);
        return (await app.sql<{ id: string; at: Date }>(sql, [sellerId]))[0] as { id: string; at: Date };
      }),
    );
    const header = 'entry_id,booking_date,value_date,amount,currency,type,end_to_end_id';
    const lines = payouts.map(({ id }, i) => `ret-${i},${day(0)},${day([-2, -60][i] ?? 0)},90.00,USD,return,${id}`);

    await books.upload(bank, 'format=bank_csv', [header, ...lines, ''].join('\n')).expect(200);

    expect(await effectiveOf('payout', 'returned', payouts[0]?.id)).toBe(`${day(-2)}T23:59:59.999Z`);
    expect(await effectiveOf('payout', 'returned', payouts[1]?.id)).toBe(payouts[1]?.at.toISOString());
  });
});
