import { randomUUID } from 'node:crypto';
import { Clock, fromWire } from '../../../src/kernel/index.js';
import { AgeBreaks } from '../../../src/modules/reconciliation/age-breaks.js';
import { webhooksOf } from '../../../src/sandbox/start-provider.js';
import { bearer } from '../../support/index.js';
import { chargeOf } from '../../support/world.disputes.js';
import { openShop, paidSale, refund } from '../../support/world.refunds.js';
import { funded, runPayouts } from '../settlement/settlement-app.js';
import { Books, type ItemBody } from './reconciliation-app.js';

let books: Books;
let bank: string;
let provider: string;

beforeAll(async () => {
  books = await Books.open();
  bank = await books.opened('house-bank', 'bank');
  provider = await books.opened('a-balance', 'provider');
});
afterAll(() => books.app.stop());

const age = (): Promise<void> => books.app.get(AgeBreaks).run();
const today = (): string => books.app.get(Clock).now().toISOString().slice(0, 10);

const HEADER = 'transaction_id,type,created,currency,gross,fee,net,source_id,reference';

/** Lines of the provider: `txn_1,fee`, without their dates, with an amount that left. */
async function reported(...lines: readonly (readonly [line: string, amount: string, reference: string])[]) {
  const rows = lines.map(
    ([line, amount, reference]) => `${line},${today()},USD,-${amount},0.00,-${amount},${reference},`,
  );
  await books.upload(provider, 'format=balance_csv', [HEADER, ...rows, ''].join('\n')).expect(200);
}

async function told(...lines: readonly string[]): Promise<void> {
  const header = 'entry_id,value_date,amount,currency,end_to_end_id,text';
  await books.upload(bank, 'format=bank_csv', [header, ...lines, ''].join('\n')).expect(200);
}

const said = async (item: ItemBody | undefined, path: string, body: object): Promise<void> => {
  await books.app.http
    .post(`/v1/finance/reconciliation/breaks/${item?.id ?? ''}/${path}`)
    .set(bearer(books.finance.token))
    .set('Idempotency-Key', randomUUID())
    .send(body)
    .expect(200);
};
const ignored = (item: ItemBody | undefined): Promise<void> =>
  said(item, 'ignored', { reason: 'Somebody looks into it.' });
const lineOf = async (externalId: string): Promise<ItemBody | undefined> =>
  (await books.breaks()).find((each) => each.externalId === externalId);

interface Row {
  readonly name: string;
  readonly status: string;
  readonly resolution: string | null;
}

/** All that there is of two accounts, by what others call it. */
const rows = (): Promise<Row[]> =>
  books.app.sql<Row>(
    `select coalesce(external_id, kind || ' ' || amount) as name, status, resolution from reconciliation_items order by id`,
  );
const statuses = async (...names: readonly string[]): Promise<unknown> => {
  const found = (await rows()).filter(({ name }) => names.includes(name));
  return Object.fromEntries(found.map(({ name, status }) => [name, status]));
};

describe('an entry that nobody tells of', () => {
  const missing = async (): Promise<unknown> =>
    (await books.breaks('&status=missing_external')).map(({ kind, amount }) => [kind, amount.amount]).sort();

  it('is missing after three days, also when as much has gone out as has come in', async () => {
    const { app } = books;
    const shop = await openShop(app);
    const sale = await paidSale(app, shop);
    await refund(app, shop.seller.token, sale, { everything: true });
    await app.drain();
    await app.advance('P4D');

    await age();

    expect(await books.balanceOf('psp_clearing')).toBe(0);
    expect(await missing()).toEqual([
      ['entry', -13_000],
      ['entry', 13_000],
    ]);
  });

  it('is accounted for when a line tells another amount of it, and a person why', async () => {
    const { app } = books;
    const { paymentId } = await paidSale(app, await openShop(app));
    await app.advance('P4D');
    await age();
    const about = async (): Promise<ItemBody[]> =>
      (await books.breaks()).filter(({ source }) => source?.id === fromWire('pay', paymentId));
    const before = await about();
    const charge = await chargeOf(app, paymentId);
    const file = [HEADER, `txn_less,charge,${today()},USD,129.00,0.00,129.00,${charge},`, ''].join('\n');

    await books.upload(provider, 'format=balance_csv', file).expect(200);
    const told = await about();
    await said(told[1], 'resolution', { resolution: 'provider_fee', reason: 'What the card costs.' });

    expect(before.map(({ status, amount }) => [status, amount.amount])).toEqual([['missing_external', 13_000]]);
    expect(told.map(({ status, difference }) => [status, difference?.amount])).toEqual([
      ['missing_external', undefined],
      ['amount_diff', -100],
    ]);
    expect(await about()).toEqual([]);
    const closed = await app.sql(
      `select origin, status, resolution from reconciliation_items where source_id = $1 order by origin`,
      [fromWire('pay', paymentId)],
    );
    expect(closed).toEqual([
      { origin: 'external', status: 'matched', resolution: 'provider_fee' },
      { origin: 'internal', status: 'matched', resolution: null },
    ]);
  });
});

describe('a payout that nobody has told of', () => {
  /** Sent to a bank that is silent. */
  async function sent(): Promise<void> {
    const { app } = books;
    for (const accountNumber of ['DE0011110002', 'DE0022220002']) await funded(app, { accountNumber });
    app.provider.deliverTo({ payments: webhooksOf(app.url).payments });
    await runPayouts(app);
    await app.drain();
    await app.sql(`delete from deadlines where kind like 'settlement.payout-%'`);
    await app.advance('P4D');
    app.provider.deliverTo(webhooksOf(app.url));
  }

  it('is missing no more when it has left, and what a person has decided about it stays', async () => {
    await sent();
    await age();
    const found = (await books.breaks('&status=missing_external')).filter(({ kind }) => kind === 'in_transit');
    await ignored(found[0]);

    await told(...found.map(({ source }, nth) => `left-${nth},${today()},-90.00,USD,${source?.id},`));
    await age();

    expect(await statuses('left-0', 'left-1')).toEqual({ 'left-0': 'matched', 'left-1': 'matched' });
    const decided = await books.app.sql(
      `select status, resolution, reason from reconciliation_items where kind = 'in_transit' order by status`,
    );
    expect(decided).toEqual([
      { status: 'ignored_with_reason', resolution: 'ignored', reason: 'Somebody looks into it.' },
      { status: 'matched', resolution: 'left_transit', reason: null },
    ]);
  });
});

describe('a line', () => {
  it('waits for three days for the other one that belongs to it; what is decided stays', async () => {
    await reported(
      ['c-fee,fee', '2.00', 'fee_1'],
      ['c-old,settlement', '61.00', 'st_ofsixtyone'],
      ['c-fine,x', '1.50', 'f'],
    );
    await told(`c-named,${today()},62.00,USD,,AUSZAHLUNG st_ofsixtytwo`);
    await ignored(await lineOf('c-fine'));
    const names = ['c-fee', 'c-fine', 'c-named', 'c-new', 'c-old'];

    await age();
    const early = await statuses(...names);
    await books.app.advance('P4D');
    await reported(['c-new,settlement', '63.00', 'st_ofsixtythree']);
    await age();

    const decided = { 'c-fee': 'matched', 'c-fine': 'ignored_with_reason' };
    expect(early).toEqual({ ...decided, 'c-named': 'waiting', 'c-old': 'waiting' });
    expect(await statuses(...names)).toEqual({
      ...decided,
      ...{ 'c-named': 'missing_internal', 'c-new': 'waiting', 'c-old': 'missing_external' },
    });
  });

  it('that a person decides about is decided alone', async () => {
    await reported(['d-one,x', '1.00', 'g'], ['d-two,x', '1.00', 'h'], ['d-fee,fee', '3.00', 'fee_2']);
    const before = await rows();

    await ignored(await lineOf('d-one'));

    const changed = (await rows()).filter((row, nth) => JSON.stringify(row) !== JSON.stringify(before[nth]));
    expect(changed).toEqual([{ name: 'd-one', status: 'ignored_with_reason', resolution: 'ignored' }]);
  });
});
