import { randomUUID } from 'node:crypto';
import { Clock, fromWire, money, system } from '../../../src/kernel/index.js';
import { credit, debit, Ledger, placeId, type Line } from '../../../src/modules/ledger/index.js';
import { CarriersOwnWhatTheyAreOwed1700000411007 } from '../../../migrations/1700000411007-carriers-own-what-they-are-owed.js';
import { BuyLabel } from '../../../src/modules/labels/buy-label.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { DataSource } from 'typeorm';
import { booked, journalCount, moved } from '../../support/booked.js';
import { startApp, type TestApp } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';
import { openShop, paidSale, type Sale, type Shop } from '../../support/world.refunds.js';
import { activeSeller } from '../../support/world.sellers.js';

interface Label {
  readonly id: string;
  readonly state: string;
  readonly trackingNumber: string | null;
}

interface Invoice {
  readonly id: string;
  readonly state: string;
}

const USD = (amount: number) => ({ amount, currency: 'USD' });
const LIGHT = { carrier: 'sandbox-post', service: 'standard', weightGrams: 1_500 };

const CARRIER = 'sandbox-post';

describe('labels', () => {
  let app: TestApp;
  let shop: Shop;
  let [ada, bo]: Person[] = [];

  beforeAll(async () => {
    app = await startApp();
    shop = await openShop(app);
    [ada, bo] = [await staff(app, 'finance'), await staff(app, 'finance')];
  });
  afterAll(() => app.stop());

  const by = (person: Person | undefined): string => person?.token ?? '';
  const token = (): string => shop.seller.token;

  async function accepted(of: Shop = shop): Promise<Sale> {
    const shopper = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
    const sale = await paidSale(app, { ...of, ada: shopper });
    await post(app, of.seller.token, `/v1/seller-orders/${sale.sellerOrderId}/acceptance`);
    return sale;
  }

  const ask = ({ sellerOrderId }: Sale, fields: object = {}, key?: string, as = token()) =>
    post(app, as, `/v1/seller-orders/${sellerOrderId}/labels`, { ...LIGHT, ...fields }, key);
  const read = (id: string): Promise<Label> => get(app, token(), `/v1/labels/${id}`);
  const giveBack = (id: string, as = token()) => post(app, as, `/v1/labels/${id}/void`);
  /** To whom what the journals of a label owe is owed. */
  const owners = async (id: string): Promise<(string | null)[]> => {
    const rows = await app.sql<{ owner: string | null }>(
      `select a.owner_id as owner from ledger.journal j join ledger.entry e on e.journal_id = j.id
         join ledger.account a on a.id = e.account_id and a.type_code = 'carrier_payable' where j.source_id = $1`,
      [fromWire('lbl', id)],
    );
    return rows.map(({ owner }) => owner);
  };

  const journals = (id: string) => booked(app, 'label', fromWire('lbl', id) ?? '');

  async function bought(sale?: Sale, fields: object = {}): Promise<Label> {
    const { body } = await ask(sale ?? (await accepted()), fields);
    await app.drain();
    return read((body as Label).id);
  }

  const record = (amount: number, number: string = randomUUID(), person = ada) => {
    const until = new Date(app.get(Clock).now().getTime() + 1_000).toISOString();
    const body = { carrier: 'sandbox-post', number, until, total: USD(amount) };
    return post(app, by(person), '/v1/finance/carrier-invoices', body);
  };
  const pay = (id: string, person = bo, bankReference: string = randomUUID()) =>
    post(app, by(person), `/v1/finance/carrier-invoices/${id}/payment`, { bankReference });
  /** Nothing that was bought before is on no invoice. */
  async function invoiced(): Promise<void> {
    const refused = await record(1_000_000);
    const open = Number(/come to (\d+)/.exec(String(refused.body.detail))?.[1] ?? 0);
    if (open > 0) await record(open);
  }

  it('are bought by the platform (E1), once for each key', async () => {
    const sale = await accepted();

    const first = await ask(sale, {}, 'the-same');
    const again = await ask(sale, {}, 'the-same');
    await app.drain();
    const label = await read((first.body as Label).id);
    await app.get(BuyLabel).run(fromWire('lbl', label.id) ?? '');

    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ state: 'requested', cost: null, trackingNumber: null });
    expect(again.body).toEqual(first.body);
    expect(label).toMatchObject({ state: 'bought', cost: USD(800), trackingNumber: expect.stringMatching(/^SL/) });
    expect(await journals(label.id)).toEqual({ bought: 'carrier_expense 8.00 | carrier_payable 8.00' });
    expect(await owners(label.id)).toEqual([placeId('carrier', CARRIER)]);
    const { data } = await get<{ data: Label[] }>(app, token(), `/v1/seller-orders/${sale.sellerOrderId}/labels`);
    expect(data.map(({ id }) => id)).toEqual([label.id]);
  });

  it.each([
    [{ weightGrams: 500 }, 500],
    [{ weightGrams: 501 }, 800],
    [{ weightGrams: 10_000 }, 1_400],
    [{ weightGrams: 500, service: 'express' }, 1_000],
  ])('cost what zone and weight say: %j is %i', async (fields, cost) => {
    expect(await bought(undefined, fields)).toMatchObject({ state: 'bought', cost: USD(cost) });
  });

  it('are refused by the carrier for what it does not carry, and nothing is booked', async () => {
    const before = await moved(app, 'carrier_expense');

    const label = await bought(undefined, { weightGrams: 10_001 });

    expect(label).toMatchObject({ state: 'refused', refusal: 'not_served', cost: null });
    expect(await moved(app, 'carrier_expense')).toBe(before);
  });

  it('that nobody used go back, once, and E1 with them', async () => {
    const label = await bought();

    const answers = await Promise.all([giveBack(label.id), giveBack(label.id)]);
    await app.drain();
    const late = await giveBack(label.id);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(late.status).toBe(409);
    expect(await read(label.id)).toMatchObject({ state: 'voided' });
    expect(await journals(label.id)).toEqual({
      bought: 'carrier_expense 8.00 | carrier_payable 8.00',
      voided: 'carrier_payable 8.00 | carrier_expense 8.00',
    });
  });

  it('that a parcel has left with do not go back', async () => {
    const sale = await accepted();
    const label = await bought(sale);
    const parcel = { carrier: 'sandbox-post', trackingNumber: label.trackingNumber };
    await post(app, token(), `/v1/seller-orders/${sale.sellerOrderId}/shipments`, parcel);
    const before = await journalCount(app);

    const refused = await giveBack(label.id);

    expect([refused.status, refused.body.code]).toEqual([409, 'label_used']);
    expect(await journalCount(app)).toBe(before);
    expect(await read(label.id)).toMatchObject({ state: 'bought' });
  });

  it('that were booked before carriers had accounts are owed to their carriers, also after going back once', async () => {
    const label = await bought();
    const id = fromWire('lbl', label.id) ?? '';
    const five = money(500, 'USD');
    const owner = placeId('carrier', CARRIER);
    const owed = async (): Promise<number[]> => {
      const rows = await app.sql<{ net: number }>(
        `select coalesce(sum(credit - debit), 0)::int as net from ledger.account_balance
          where type_code = 'carrier_payable' and currency = 'USD' and owner_id is not distinct from $1
         union all select coalesce(sum(credit - debit), 0)::int from ledger.account_balance
          where type_code = 'carrier_payable' and currency = 'USD' and owner_id is null`,
        [owner],
      );
      return rows.map(({ net }) => net);
    };
    const book = (kind: string, ...lines: Line[]) => {
      const source = { type: 'label', id, kind };
      const at = { effectiveAt: app.get(Clock).now(), actor: system('test') };
      return app.get(UnitOfWork).run((tx) => app.get(Ledger).post(tx, { source, ...at, lines }));
    };
    const before = await owed();
    const all = Number(before[0]);
    const migration = new CarriersOwnWhatTheyAreOwed1700000411007();
    const runner = app.get(DataSource).createQueryRunner();

    await book('test', debit('carrier_expense', five), credit('carrier_payable', five));
    const between = await owed();
    await migration.up(runner);
    await migration.up(runner);
    const after = await owed();
    await migration.down(runner);
    await migration.down(runner);
    const undone = await owed();
    await book('test-old', debit('carrier_expense', five), credit('carrier_payable', five));
    await migration.up(runner);
    const again = await owed();
    await migration.up(runner);
    const journals = await journalCount(app);
    await migration.down(runner);
    await migration.up(runner);
    await runner.release();
    await book(
      'test-back',
      ...[five, five].map((each) => debit('carrier_payable', each, owner)),
      credit('carrier_expense', money(1_000, 'USD')),
    );

    expect([before[1], between]).toEqual([0, [all, 500]]);
    expect(after).toEqual([all + 500, 0]);
    expect(undone).toEqual([0, all + 500]);
    expect(again).toEqual([all + 1_000, 0]);
    expect(await journalCount(app)).toBe(journals + 3);
    expect(await owed()).toEqual([all, 0]);
  });

  it('are paid with the carrier’s invoice, by two people', async () => {
    await invoiced();
    const labels = [await bought(), await bought()];
    const voided = await bought();
    await giveBack(voided.id);
    await app.drain();
    const before = [await moved(app, 'carrier_payable'), await moved(app, 'bank_operating')];

    const wrong = await record(2_400);
    const recorded = await record(1_600, 'INV-1');
    const again = await record(1_600, 'INV-1', bo);
    const { id } = recorded.body as Invoice;
    const late = await giveBack(labels[0]?.id ?? '');
    const alone = await pay(id, ada);
    const between = await moved(app, 'carrier_payable');
    const cy = await staff(app, 'finance');
    const paid = await Promise.all([pay(id, bo), pay(id, cy)]);
    const twice = await pay(id, ada);

    expect([wrong.status, wrong.body.code]).toEqual([409, 'invoice_differs']);
    expect(recorded.status).toBe(201);
    expect(recorded.body).toMatchObject({ state: 'recorded', total: USD(1_600), labels: 2 });
    expect(again.status).toBe(409);
    expect([late.status, late.body.code]).toEqual([409, 'label_used']);
    expect([alone.status, alone.body.code]).toEqual([403, 'carrier_second_person_needed']);
    expect(between).toBe(before[0]);
    expect([...paid.map(({ status }) => status).sort(), twice.status]).toEqual([200, 409, 409]);
    expect(await booked(app, 'carrier_invoice', fromWire('cri', id) ?? '')).toEqual({
      paid: 'carrier_payable 16.00 | bank_operating 16.00',
    });
    expect([await moved(app, 'carrier_payable'), await moved(app, 'bank_operating')]).toEqual([
      Number(before[0]) - 1_600,
      Number(before[1]) - 1_600,
    ]);
  });

  it('are invoiced once each, and paid with a transfer of its own', async () => {
    await invoiced();
    await bought();
    const first = (await record(800)).body as Invoice;
    const nothing = await record(800);
    await pay(first.id, bo, 'one transfer');
    await bought();
    const second = (await record(800)).body as Invoice;

    const refused = await pay(second.id, bo, 'one transfer');

    expect([nothing.status, nothing.body.code]).toEqual([409, 'invoice_differs']);
    expect([refused.status, refused.body.code]).toEqual([409, 'carrier_transfer_known']);
  });

  it('are for the seller’s own orders, once accepted, where the platform runs the shipping', async () => {
    const [sale, rival] = [await accepted(), await activeSeller(app)];
    const fresh = await paidSale(app, shop);
    const own = await openShop(app, { shippingTo: 'seller' });
    const theirs = await accepted(own);
    const label = await bought(sale);
    const before = await journalCount(app);

    const answers = [
      await ask(sale, {}, undefined, rival.token),
      await giveBack(label.id, rival.token),
      await ask(fresh),
      await ask(theirs, {}, undefined, own.seller.token),
      await ask(sale, { carrier: 'nobody' }),
      await ask(sale, { weightGrams: 0 }),
      await pay('cri_01hzy3v9qtf5r8m2k4w6x8y0za'),
      await post(app, token(), '/v1/finance/carrier-invoices', {}),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 409, 409, 422, 422, 404, 403]);
    expect(answers[3]?.body).toMatchObject({ code: 'seller_ships' });
    expect(await journalCount(app)).toBe(before);
  });
});
