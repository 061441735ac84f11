import { randomUUID } from 'node:crypto';
import { Clock, fromWire } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { company, creditLine, invoicedSale, transfer } from '../../support/world.companies.js';
import { foreignSale, foreignShop } from '../../support/world.fx.js';
import { staff, type Person } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';
import { indebtedShop, openShop } from '../../support/world.refunds.js';
import { balance } from '../settlement/settlement-app.js';

const DAY = 86_400_000;
const USD = (amount: number) => ({ amount, currency: 'USD' });
const EUR = (amount: number) => ({ amount, currency: 'EUR' });

interface JournalBody {
  readonly id: string;
  readonly source: { readonly kind: string };
  readonly effectiveAt: string;
  readonly lines: readonly { readonly account: string; readonly money: { amount: number } }[];
}

describe('what finance says happened on an earlier day', () => {
  let app: TestApp;
  let ada: Person;

  beforeAll(async () => {
    app = await startApp();
    ada = await staff(app, 'finance');
  });
  afterAll(() => app.stop());

  /** So many days from now. */
  const at = (days: number): string => new Date(app.get(Clock).now().getTime() + days * DAY).toISOString();
  const day = (days: number): string => at(days).slice(0, 10);
  const endOf = (days: number): string => `${day(days)}T23:59:59.999Z`;

  /** Kind, instant and amount of each journal of a source, oldest first. */
  async function booked(type: string, id: string | undefined): Promise<[string, string, number | undefined][]> {
    const path = `/v1/finance/journals?sourceType=${type}&sourceId=${id ?? ''}`;
    const { data } = await get<{ data: JournalBody[] }>(app, ada.token, path);
    return data
      .map(({ source, effectiveAt, lines }): [string, string, number | undefined] => [
        source.kind.replace(/:.*/, ''),
        effectiveAt,
        lines[0]?.money.amount,
      ])
      .sort(([one], [other]) => one.localeCompare(other));
  }

  async function debit(fields: object) {
    const { seller } = await indebtedShop(app);
    const body = { amount: USD(2_000), bankReference: randomUUID(), ...fields };
    const answer = await post(app, ada.token, `/v1/finance/sellers/${seller.sellerId}/debt-receipts`, body);
    return { answer, id: fromWire('rct', (answer.body as { id?: string }).id ?? ''), seller };
  }

  async function deal(fields: object) {
    const body = { sold: EUR(1_000), received: USD(1_085), bankReference: randomUUID(), ...fields };
    const answer = await post(app, ada.token, '/v1/finance/fx/deals', body);
    return { answer, id: fromWire('fxd', (answer.body as { id?: string }).id ?? '') };
  }

  async function invoiced(): Promise<{ number: string; issuedAt: string }> {
    const [buying, shop] = [await company(app), await openShop(app)];
    await creditLine(app, ada, buying);
    return (await invoicedSale(app, buying, shop)).invoice;
  }

  async function paid(amount: number, remittance: string, fields: object) {
    const answer = await transfer(app, ada, amount, remittance, fields);
    return { answer, id: fromWire('brc', (answer.body as { id?: string }).id ?? '') };
  }

  const refused = async (): Promise<unknown[]> =>
    app.sql(`select (select count(*)::int from ledger.journal where source_type in ('fx_deal', 'bank_receipt'))
      + (select count(*)::int from debt_receipts) + (select count(*)::int from fx_deals)
      + (select count(*)::int from account_receipts) as rows`);

  it('of the debit of a seller’s bank is booked then (N2)', async () => {
    const receivedAt = at(-2);

    const { answer, id } = await debit({ receivedAt });

    expect(answer.body).toMatchObject({ receivedAt, owed: USD(4_000) });
    expect(await booked('bank_receipt', id)).toEqual([['recovered', receivedAt, 2_000]]);
  });

  it('of a deal of treasury is booked then (F3)', async () => {
    await foreignSale(app, await foreignShop(app));
    const dealtAt = at(-2);

    const { answer, id } = await deal({ dealtAt });

    expect([answer.status, answer.body.dealtAt]).toEqual([201, dealtAt]);
    expect(await booked('fx_deal', id)).toEqual([['settled', dealtAt, 1_000]]);
  });

  it('of a company’s transfer is booked on its value date (P8, X1), though not before the invoice', async () => {
    const { number, issuedAt } = await invoiced();
    const before = await paid(5_000, number, { valueOn: day(-2) });
    await app.advance('P4D');

    const after = await paid(8_500, number, { valueOn: day(-2) });
    const today = await paid(100, '', { valueOn: day(0) });

    expect(before.answer.status).toBe(201);
    expect(await booked('bank_receipt', before.id)).toEqual([['invoice_paid', issuedAt, 5_000]]);
    expect(await booked('bank_receipt', after.id)).toEqual([
      ['invoice_paid', endOf(-2), 8_000],
      ['unknown', endOf(-2), 500],
    ]);
    const [[, now = ''] = []] = await booked('bank_receipt', today.id);
    expect(now.slice(0, 10)).toBe(day(0));
    expect(Date.parse(now)).toBeLessThanOrEqual(app.get(Clock).now().getTime());
  });

  it('cannot be of a day to come, except the one that has begun elsewhere', async () => {
    const before = await refused();
    const { answer: early, seller } = await debit({ receivedAt: at(1) });
    const answers = [early, (await deal({ dealtAt: at(1) })).answer, (await paid(100, '', { valueOn: day(2) })).answer];

    expect(answers.map(({ status, body }) => [status, body.errors?.[0]])).toMatchObject([
      [422, { pointer: '/receivedAt', code: 'future' }],
      [422, { pointer: '/dealtAt', code: 'future' }],
      [422, { pointer: '/valueOn', code: 'future' }],
    ]);
    expect(await refused()).toEqual(before);
    expect((await balance(app, seller)).receivable).toBe(6_000);
    expect((await paid(100, '', { valueOn: day(1) })).answer.status).toBe(201);
  });

  it('takes effect today when the books of that day are closed, and keeps its instant', async () => {
    const { number } = await invoiced();
    await app.advance('P4D');
    await foreignSale(app, await foreignShop(app));
    await post(app, ada.token, '/v1/finance/periods', { endsOn: day(-1) }).then(({ status }) =>
      expect(status).toBe(201),
    );
    const then = at(-2);

    const ids = [
      ['bank_receipt', (await debit({ receivedAt: then })).id],
      ['fx_deal', (await deal({ dealtAt: then })).id],
      ['bank_receipt', (await paid(13_000, number, { valueOn: day(-2) })).id],
    ] as const;

    const rows = await Promise.all(
      ids.map(([type, id]) =>
        app.sql<{ at: Date; metadata: unknown }>(
          'select effective_at as at, metadata from ledger.journal where source_type = $1 and source_id = $2',
          [type, id],
        ),
      ),
    );
    expect(rows.map(([row]) => [row?.at.toISOString().slice(0, 10), row?.metadata])).toEqual([
      [day(0), { happenedAt: then }],
      [day(0), { happenedAt: then }],
      [day(0), { happenedAt: endOf(-2) }],
    ]);
  });
});
