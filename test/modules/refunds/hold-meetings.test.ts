import { randomUUID } from 'node:crypto';
import { Clock, fromWire, money, system } from '../../../src/kernel/index.js';
import { credit, debit, journal, Ledger } from '../../../src/modules/ledger/index.js';
import { FillHolds } from '../../../src/modules/seller-holds/fill-holds.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import { post } from '../../support/world.orders.js';
import { activeSeller } from '../../support/world.sellers.js';
import { balance } from '../settlement/settlement-app.js';
import { Stage } from '../../prove/locks/stage.js';

describe('a hold that is lifted while money comes in for it', () => {
  let app: TestApp;
  let stage: Stage;
  let risk: Person;

  beforeAll(async () => {
    app = await startApp();
    stage = new Stage();
    risk = await staff(app, 'risk');
  });
  afterAll(async () => {
    stage.close();
    await app.stop();
  });

  const inTx = <T>(work: Parameters<UnitOfWork['run']>[0]): Promise<T> => app.get(UnitOfWork).run(work) as Promise<T>;

  it.each(['seller-holds.lock', 'seller-holds.unfilled'])(
    'keeps none of it, whoever is first (%s)',
    async (statement) => {
      const seller = await activeSeller(app);
      const id = fromWire('sel', seller.sellerId) ?? '';
      const fund = (amount: number) =>
        inTx((tx) => {
          const at = { effectiveAt: app.get(Clock).now(), actor: system('test') };
          const sum = money(amount, 'USD');
          const lines = [debit('psp_clearing', sum), credit('seller_available', sum, id)];
          return app.get(Ledger).post(tx, journal(['test', randomUUID(), 'given'], at, ...lines));
        });
      await fund(4_000);
      const wanted = { sellerId: seller.sellerId, currency: 'USD', reason: 'investigation', amount: 9_000 };
      const hold = (await post(app, risk.token, '/v1/risk/seller-holds', wanted)).body as { id: string };
      await fund(5_000);
      const lift = () => post(app, risk.token, `/v1/risk/seller-holds/${hold.id}/lifting`, { reason: 'It is clear.' });
      const fill = () => inTx<number>((tx) => app.get(FillHolds).run(tx, id, 'USD', system('test')));

      const [first, second] = statement.endsWith('.lock') ? [lift, fill] : [fill, lift];
      await stage.meet<unknown>(app, { statement, stop: 'after' }, first, second);

      expect(await balance(app, seller)).toMatchObject({ available: 9_000, held: 0 });
    },
  );
});
