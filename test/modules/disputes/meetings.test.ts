import { randomUUID } from 'node:crypto';
import { fromWire, type Id } from '../../../src/kernel/index.js';
import { RecordDispute } from '../../../src/modules/payments/record-dispute.js';
import { startApp, type TestApp } from '../../support/index.js';
import { chargeOf, disputed, disputesOf, heard } from '../../support/world.disputes.js';
import { expectWorldMatch } from '../../support/world.payments.js';
import { openShop, refund, sharedSale, type Sale, type Shop } from '../../support/world.refunds.js';
import { onStage, type Stand } from '../../prove/locks/stage.js';

const FAILURES = `select from outbox_deliveries where consumer = 'disputes.follow' and failures > 0`;
const ATTEMPT = 'select from payment_attempts where refund_id = $1';
const SHARES = `select from chargeback_shares s join chargebacks c on c.id = s.chargeback_id where c.payment_id = $1`;

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 15));
}

describe('a refund that is sent while the bank takes its payment back', () => {
  let app: TestApp;
  const stage = onStage();
  let shop: Shop;
  let sale: Sale;
  let refundId: Id<'rfd'>;

  beforeAll(async () => {
    app = await startApp();
    shop = await openShop(app);
  });
  beforeEach(async () => {
    sale = await sharedSale(app, shop);
  });
  afterEach(async () => {
    await provider('/faults', undefined, 'DELETE');
    await heard(app);
    await app.advance('PT10M');
    await expectWorldMatch(app);
  });
  afterAll(() => app.stop());

  async function provider(path: string, body?: object, method = 'POST'): Promise<void> {
    const headers = { ...(body && { 'content-type': 'application/json' }), 'idempotency-key': randomUUID() };
    await fetch(new URL(path, app.provider.url), { method, headers, body: JSON.stringify(body) });
  }

  /** The bank has the money, and the chargeback is opened by whoever hears of it. */
  async function takenBack(): Promise<void> {
    const { body } = await disputed(app, sale.paymentId, { amount: 13_000 });
    const objectRef = String(body.id);
    const chargeRef = await chargeOf(app, sale.paymentId);
    const told = { type: 'dispute.opened', version: 1, amount: 13_000, currency: 'USD' };
    await app.get(RecordDispute).run('sandbox', { object: 'dispute', objectRef, chargeRef, ...told });
  }

  const before = (statement: string) => stage.stand({ statement, stop: 'before' });
  const after = (statement: string) => stage.stand({ statement, stop: 'after' });
  async function ask(): Promise<void> {
    const { body } = await refund(app, shop.seller.token, sale, { everything: true });
    refundId = fromWire('rfd', (body as { id: string }).id)!;
  }
  const sent = async () =>
    (await app.sql('select from sandbox_provider.refunds where reference = $1', [refundId])).length;
  /** What of the refund the chargeback covers. */
  async function covered(): Promise<number> {
    const [dispute] = await disputesOf(app, shop.finance, sale.paymentId);
    const share = dispute?.shares.find(({ sellerOrderId }) => sellerOrderId === sale.sellerOrderId);
    return share?.coveredRefunds.amount ?? 0;
  }

  async function overOrWaiting(isOver: () => Promise<boolean>): Promise<void> {
    let isWaiting = false;
    const over = until(async () => isWaiting || isOver());
    await stage.overOrWaiting(app, over);
    isWaiting = true;
    await over;
  }

  /** Whoever stands before the statement that sends goes on while the bank is about to overtake the refund. */
  async function overtaken(sending: Stand, isBegun: () => Promise<boolean>): Promise<void> {
    await sending.isThere;
    const overtaking = after('payments.overtake-refunds');
    await takenBack();
    await overtaking.isThere;
    sending.go();
    await overOrWaiting(isBegun);
    overtaking.go();
    await app.drain();
  }

  it('is not sent when the bank was first', async () => {
    const sending = before('payments.begin-refund');
    await ask();

    await overtaken(sending, async () => (await app.sql(ATTEMPT, [refundId])).length > 0);

    expect([await sent(), await covered()]).toEqual([0, 2_167]);
  });

  it('is not sent again when the bank was first', async () => {
    const sending = before('payments.ask-refund-again');
    await provider('/faults', { operation: 'refund', mode: 'error500' });
    await ask();

    await overtaken(sending, async () => (await sent()) > 0);

    expect([await sent(), await covered()]).toEqual([0, 2_167]);
  });

  it('is not covered when it was first', async () => {
    const sending = after('payments.settle-refund');
    await ask();
    await sending.isThere;
    await takenBack();

    await overOrWaiting(async () => (await app.sql(SHARES, [fromWire('pay', sale.paymentId)])).length > 0);
    sending.go();
    await app.drain();

    expect([await sent(), await covered()]).toEqual([1, 0]);
    expect(await app.sql(FAILURES)).toEqual([]);
  });
});
